import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, NEED } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 需求提出: an L5 alert or case needs something of those who may not see it. */
@Event({
  type: 'hub.need.raised',
  version: 1,
  title: '需求提出',
  level: 'L4',
  category: 'K24',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'aid',
  told: '乡镇、村居、有关单位 T',
  example: { need: 'guardianship', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class NeedRaised {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
