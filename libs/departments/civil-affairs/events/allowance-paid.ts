import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsMonth } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { ALLOW } from '../codes';

/** 补贴发放: monthly payment. */
@Event({
  type: 'civil-affairs.allowance.paid',
  version: 1,
  title: '补贴发放',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'standard-46',
  purpose: 'aid',
  told: '负面清单三监测',
  example: { kind: 'orphan-institution', month: '202610', amount: 1 },
})
export class AllowancePaid {
  @Label('类别') @IsIn(codes(ALLOW)) kind!: Code<typeof ALLOW>;
  @Label('月份') @IsMonth() month!: string;
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsInt() @Min(0) @Max(10_000_000_000) amount!: number;
}
