import { Event, Label, type Moment } from '@lianhu/kernel';
import { IsMoment, IsProcess } from '@lianhu/standards';

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
  example: { process: 'P01', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class ClockResumed {
  @Label('流程') @IsProcess() process!: string;
  @Label('期限') @IsMoment() dueAt!: Moment;
}
