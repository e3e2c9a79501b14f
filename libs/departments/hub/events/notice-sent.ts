import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { DEPT, NOTICE } from '../codes';

/** 通知发出: a unit is told. Its id, and nothing else, goes to the topic of the department under which the unit stands. */
@Event({
  type: 'hub.notice.sent',
  version: 1,
  title: '通知发出',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '收件单位',
  example: { to: 'org-police-990101', department: 'police', kind: 'task', need: 'guardianship', dueAt: '2026-10-13T09:30:00.000+08:00' },
})
export class NoticeSent {
  @Label('收件单位') @IsOrg() to!: string;
  @Label('收件部门') @IsOptional() @IsIn(codes(DEPT)) department?: Code<typeof DEPT>;
  @Label('通知类别') @IsIn(codes(NOTICE)) kind!: Code<typeof NOTICE>;
  @Label('需求') @IsOptional() @IsIn(codes(NEED)) need?: Code<typeof NEED>;
  @Label('应办时限') @IsMoment() dueAt!: Moment;
}
