import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { NEED } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SOUT } from '../codes';

/** 需求办结. */
@Event({
  type: 'hub.need.met',
  version: 1,
  title: '需求办结',
  level: 'L4',
  category: 'K24',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'aid',
  told: '提出方',
  example: { need: 'guardianship', outcome: 'improved' },
})
export class NeedMet {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('结果') @IsIn(codes(SOUT)) outcome!: Code<typeof SOUT>;
}
