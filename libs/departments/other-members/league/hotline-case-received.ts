import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { CALL, RestrictedCodes } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 12355 个案: call. */
@Event({
  type: 'league.hotline-case.received',
  version: 1,
  title: '12355 个案',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '热线个案受理',
  example: { kind: 'domestic-violence', urgent: true },
})
export class HotlineCaseReceived {
  @Label('类别') @IsIn(codes(CALL)) @RestrictedCodes({ infringement: 'hub.clue.reported' }) kind!: Code<typeof CALL>;
  @Label('是否紧急') @IsBoolean() urgent!: boolean;
}
