import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { INSP } from '../codes';

/** 督查. */
@Event({
  type: 'hub.inspection.done',
  version: 1,
  title: '督查',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '单位负责人、督查专员',
  example: { unit: 'org-example-001', kind: 'special', date: '2024-09-02', problems: 1, corrected: 1 },
})
export class InspectionDone {
  @Label('单位') @IsOrg() unit!: string;
  @Label('类别') @IsIn(codes(INSP)) kind!: Code<typeof INSP>;
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
  @Label('问题数') @IsInt() @Min(0) @Max(1_000_000) problems!: number;
  @Label('已整改数') @IsInt() @Min(0) @Max(1_000_000) corrected!: number;
}
