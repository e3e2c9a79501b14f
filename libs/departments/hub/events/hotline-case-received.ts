import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { CALL, RestrictedCodes } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { LINE } from '../codes';

/** 热线个案受理. */
@Event({
  type: 'hub.hotline-case.received',
  version: 1,
  title: '热线个案受理',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'standard-22',
  purpose: 'rescue',
  told: '按分诊',
  example: { line: '110', urgent: true, kind: 'domestic-violence' },
})
export class HotlineCaseReceived {
  @Label('热线') @IsIn(codes(LINE)) line!: Code<typeof LINE>;
  @Label('是否紧急') @IsBoolean() urgent!: boolean;
  @Label('类别') @IsIn(codes(CALL)) @RestrictedCodes({ infringement: 'hub.clue.reported' }) kind!: Code<typeof CALL>;
}
