import { Event, Label, Secret } from '@lianhu/kernel';
import { FreeText, IsMonth, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';

/** 每月通报. */
@Event({
  type: 'hub.bulletin.published',
  version: 1,
  title: '每月通报',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'plan-000',
  child: false,
  purpose: 'statistics',
  told: '领导小组、成员单位',
  example: { month: '202610', lateUnits: ['org-example-001'], text: '情况说明' },
})
export class BulletinPublished {
  @Label('月份') @IsMonth() month!: string;
  @Label('逾期单位') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) lateUnits!: string[];
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
}
