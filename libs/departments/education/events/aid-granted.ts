import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { EAID } from '../codes';

/** 教育资助: aid decided. */
@Event({
  type: 'education.aid.granted',
  version: 1,
  title: '教育资助',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'standard-47',
  purpose: 'aid',
  told: '民政（比对）',
  example: { kind: 'fee-waiver', amount: 1 },
})
export class AidGranted {
  @Label('类别') @IsIn(codes(EAID)) kind!: Code<typeof EAID>;
  /** Unit: fen a school term. */
  @Label('每学期金额（分）', 'fen a school term') @IsInt() @Min(0) @Max(10_000_000) amount!: number;
}
