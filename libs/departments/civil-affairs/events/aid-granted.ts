import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { SAID } from '../codes';

/** 低保/特困/临时救助: aid decided. */
@Event({
  type: 'civil-affairs.aid.granted',
  version: 1,
  title: '低保、特困、临时救助',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'plan-000',
  purpose: 'aid',
  told: '教育（资助比对）',
  example: { kind: 'subsistence', amount: 1, children: 1 },
})
export class AidGranted {
  @Label('救助种类') @IsIn(codes(SAID)) kind!: Code<typeof SAID>;
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsOptional() @IsInt() @Min(0) @Max(10_000_000_000) amount?: number;
  /** Unit: persons. */
  @Label('子女人数', 'persons') @IsInt() @Min(0) @Max(100_000) children!: number;
}
