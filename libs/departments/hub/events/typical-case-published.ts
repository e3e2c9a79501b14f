import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay, IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { CASETOPIC } from '../codes';

/** 典型案例入库. */
@Event({
  type: 'hub.typical-case.published',
  version: 1,
  title: '典型案例入库',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '成员单位',
  example: { topic: 'family', unit: 'org-example-001', date: '2024-09-02', public: true, text: '情况说明' },
})
export class TypicalCasePublished {
  @Label('主题') @IsIn(codes(CASETOPIC)) topic!: Code<typeof CASETOPIC>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
  @Label('是否公开') @IsBoolean() public!: boolean;
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
}
