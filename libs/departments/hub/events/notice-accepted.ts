import { Event, Label, type Moment } from '@lianhu/kernel';
import { IsAlertId, IsMoment, IsOrg } from '@lianhu/standards';

/** 通知接收: the unit takes on what it was told. */
@Event({
  type: 'hub.notice.accepted',
  version: 1,
  title: '通知接收',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-23',
  purpose: 'supervise',
  told: '发出方',
  example: { notice: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', to: 'org-police-990101', at: '2024-09-02T09:30:00.000+08:00' },
})
export class NoticeAccepted {
  @Label('通知编号') @IsAlertId() notice!: string;
  @Label('收件单位') @IsOrg() to!: string;
  @Label('时间') @IsMoment() at!: Moment;
}
