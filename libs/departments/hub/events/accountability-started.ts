import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, IsOrg, SECTOR } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';

/** 未报告追责启动. */
@Event({
  type: 'hub.accountability.started',
  version: 1,
  title: '未报告追责启动',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-19',
  child: false,
  purpose: 'supervise',
  told: '检察、纪检监察机关、未保办',
  example: { org: 'org-example-001', sector: 'education', authority: 'org-example-001', finding: '情况说明' },
})
export class AccountabilityStarted {
  @Label('单位') @IsOrg() org!: string;
  @Label('行业') @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('主管机关') @IsOrg() authority!: string;
  @Label('认定情况') @IsOptional() @Secret() @FreeText(500) finding?: Secret<string>;
}
