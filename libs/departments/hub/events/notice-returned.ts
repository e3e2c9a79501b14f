import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsAlertId, IsMoment, IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { RETURN } from '../codes';

/** 通知退回: the unit says why it is not the one to act. */
@Event({
  type: 'hub.notice.returned',
  version: 1,
  title: '通知退回',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-23',
  purpose: 'supervise',
  told: '发出方、未保办',
  example: {
    notice: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4',
    to: 'org-police-990101',
    at: '2024-09-02T09:30:00.000+08:00',
    reason: 'not-duty',
  },
})
export class NoticeReturned {
  @Label('通知编号') @IsAlertId() notice!: string;
  @Label('收件单位') @IsOrg() to!: string;
  @Label('时间') @IsMoment() at!: Moment;
  @Label('退回原因') @IsIn(codes(RETURN)) reason!: Code<typeof RETURN>;
}
