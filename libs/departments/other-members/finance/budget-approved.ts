import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { FUND } from '../codes';

/** 未保经费预算: budget passed. */
@Event({
  type: 'finance.budget.approved',
  version: 1,
  title: '未保经费预算',
  level: 'L1',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-14',
  child: false,
  purpose: 'statistics',
  told: '计入达标统计',
  example: { year: 2026, amount: 1, kind: 'guardianship' },
})
export class BudgetApproved {
  @Label('年度') @IsInt() @Min(2020) @Max(2099) year!: number;
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsInt() @Min(0) @Max(10_000_000_000) amount!: number;
  @Label('类别') @IsIn(codes(FUND)) kind!: Code<typeof FUND>;
}
