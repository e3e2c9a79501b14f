import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsAlertId, IsMoment } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { ESC, PROC } from '../codes';

/** 时限超期: appended once for a deadline that passed unmet. */
@Event({
  type: 'hub.clock.missed',
  version: 1,
  title: '时限超期',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '上一级责任人',
  example: { process: 'alert', step: 'E1', dueAt: '2026-10-13T09:30:00.000+08:00', alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4' },
})
export class ClockMissed {
  @Label('流程') @IsIn(codes(PROC)) process!: Code<typeof PROC>;
  @Label('升级层级') @IsIn(codes(ESC)) step!: Code<typeof ESC>;
  @Label('应办时限') @IsMoment({ ahead: true }) dueAt!: Moment;
  /** The alert whose deadline it was. */
  @Label('预警编号') @IsOptional() @IsAlertId() alert?: string;
  /** The notice whose deadline it was. */
  @Label('通知编号') @IsOptional() @IsAlertId() notice?: string;
}
