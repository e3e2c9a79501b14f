import { Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, PersonText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 督办延期. */
@Event({
  type: 'hub.supervision.extended',
  version: 1,
  title: '督办延期',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-10',
  child: false,
  purpose: 'supervise',
  told: '督查专员、领导小组',
  example: { to: '2026-10-12T09:30:00.000+08:00', reason: '情况说明', approver: 'P-0001' },
})
export class SupervisionExtended {
  @Label('截止时间') @IsMoment({ ahead: true }) to!: Moment;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
