import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { CARER, IsDay, PersonText, SIDE } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 服刑/戒毒人员未成年子女: admission. */
@Event({
  type: 'justice.parent.imprisoned',
  version: 1,
  title: '服刑、戒毒人员未成年子女',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'plan-002',
  purpose: 'rescue',
  told: '民政 ≤ 5 个工作日（无人照看的即时）',
  example: { parent: 'P-0001', side: 'self', minors: 1, carer: 'other-parent', months: 1, releaseDue: '2026-10-12' },
})
export class ParentImprisoned {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  /** Unit: persons. */
  @Label('未成年人数', 'persons') @IsInt() @Min(0) @Max(100_000) minors!: number;
  @Label('照护人') @IsOptional() @IsIn(codes(CARER)) carer?: Code<typeof CARER>;
  /** Unit: months. */
  @Label('月数', 'months') @IsOptional() @IsInt() @Min(0) @Max(1200) months?: number;
  @Label('预计释放日期') @IsOptional() @IsDay({ ahead: true }) releaseDue?: PlainDate;
}
