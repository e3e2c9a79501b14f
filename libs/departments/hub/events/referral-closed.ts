import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { SOUT } from '../codes';

/** 转介办结. */
@Event({
  type: 'hub.referral.closed',
  version: 1,
  title: '转介办结',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'standard-22',
  purpose: 'rescue',
  told: '发出方',
  example: { outcome: 'improved' },
})
export class ReferralClosed {
  @Label('结果') @IsIn(codes(SOUT)) outcome!: Code<typeof SOUT>;
}
