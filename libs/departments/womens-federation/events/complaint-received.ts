import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { CALL, RestrictedCodes } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 12338 投诉求助: call/visit. */
@Event({
  type: 'womens-federation.complaint.received',
  version: 1,
  title: '12338 投诉求助',
  level: 'L4',
  category: 'K23',
  protection: ['family'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '正在发生暴力的公安即时；未保办',
  example: { kind: 'domestic-violence', minorInvolved: true },
})
export class ComplaintReceived {
  @Label('类别') @IsIn(codes(CALL)) @RestrictedCodes({ infringement: 'hub.clue.reported' }) kind!: Code<typeof CALL>;
  @Label('是否涉未成年人') @IsBoolean() minorInvolved!: boolean;
}
