import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 康复救助审核: decision. */
@Event({
  type: 'disabled-federation.rehab.approved',
  version: 1,
  title: '康复救助审核',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'standard-49',
  purpose: 'treat',
  told: '卫健、教育 T',
  example: { org: 'org-example-001', amount: 1, from: '2026-10-12' },
})
export class RehabApproved {
  @Label('单位') @IsOrg() org!: string;
  /** Unit: fen a year. */
  @Label('每年金额（分）', 'fen a year') @IsInt() @Min(0) @Max(100_000_000) amount!: number;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
}
