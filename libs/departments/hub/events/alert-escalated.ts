import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ESC } from '../codes';

/** 预警升级. */
@Event({
  type: 'hub.alert.escalated',
  version: 1,
  title: '预警升级',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'plan-004',
  purpose: 'rescue',
  told: '下一步责任人',
  example: { step: 'E1', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class AlertEscalated {
  @Label('步骤') @IsIn(codes(ESC)) step!: Code<typeof ESC>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
