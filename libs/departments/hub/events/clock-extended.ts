import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { PROC } from '../codes';

/** 时限延长. */
@Event({
  type: 'hub.clock.extended',
  version: 1,
  title: '时限延长',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '责任人',
  example: { process: 'alert', dueAt: '2026-10-12T09:30:00.000+08:00', reason: '情况说明', approver: 'P-0001' },
})
export class ClockExtended {
  @Label('流程') @IsIn(codes(PROC)) process!: Code<typeof PROC>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
