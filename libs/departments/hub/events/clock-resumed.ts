import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { PROC } from '../codes';

/** 时限恢复. */
@Event({
  type: 'hub.clock.resumed',
  version: 1,
  title: '时限恢复',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '责任人',
  example: { process: 'alert', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class ClockResumed {
  @Label('流程') @IsIn(codes(PROC)) process!: Code<typeof PROC>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
