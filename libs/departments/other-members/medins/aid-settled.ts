import { Event, Label } from '@lianhu/kernel';
import { IsInt, Max, Min } from 'class-validator';

/** 医疗救助结算: settlement. */
@Event({
  type: 'medins.aid.settled',
  version: 1,
  title: '医疗救助结算',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'standard-27',
  purpose: 'aid',
  told: '民政',
  example: { amount: 1 },
})
export class AidSettled {
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsInt() @Min(0) @Max(10_000_000_000) amount!: number;
}
