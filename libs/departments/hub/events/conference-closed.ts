import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { SOUT } from '../codes';

/** 会商销号. */
@Event({
  type: 'hub.conference.closed',
  version: 1,
  title: '会商销号',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-20',
  purpose: 'aid',
  told: '成员单位',
  example: { outcome: 'improved' },
})
export class ConferenceClosed {
  @Label('结果') @IsIn(codes(SOUT)) outcome!: Code<typeof SOUT>;
}
