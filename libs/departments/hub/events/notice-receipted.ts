import { Event, Label, type Moment } from '@lianhu/kernel';
import { IsAlertId, IsMoment, IsOrg } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 通知签收. */
@Event({
  type: 'hub.notice.receipted',
  version: 1,
  title: '通知签收',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-23',
  purpose: 'supervise',
  told: '发出方',
  example: { notice: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', to: 'org-example-001', at: '2024-09-02T09:30:00.000+08:00' },
})
export class NoticeReceipted {
  @Label('通知编号') @IsOptional() @IsAlertId() notice?: string;
  @Label('送达单位') @IsOrg() to!: string;
  @Label('时间') @IsMoment() at!: Moment;
}
