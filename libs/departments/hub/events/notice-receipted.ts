import { Event, Label, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg } from '@lianhu/standards';

/** 通知签收. */
@Event({
  type: 'hub.notice.receipted',
  version: 1,
  title: '通知签收',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-23',
  child: false,
  purpose: 'supervise',
  told: '发出方',
  example: { to: 'org-example-001', at: '2026-10-12T09:30:00.000+08:00' },
})
export class NoticeReceipted {
  @Label('送达单位') @IsOrg() to!: string;
  @Label('时间') @IsMoment() at!: Moment;
}
