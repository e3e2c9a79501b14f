import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { PersonText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { VERIF } from '../codes';

/** 销号摘牌. */
@Event({
  type: 'hub.supervision.delisted',
  version: 1,
  title: '销号摘牌',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-10',
  child: false,
  purpose: 'supervise',
  told: '此前已告知的各方',
  example: { result: 'done', verifiedBy: 'P-0001' },
})
export class SupervisionDelisted {
  @Label('结果') @IsIn(codes(VERIF)) result!: Code<typeof VERIF>;
  @Label('核查人') @Secret() @PersonText() verifiedBy!: Secret<string>;
}
