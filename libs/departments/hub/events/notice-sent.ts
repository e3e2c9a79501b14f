import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { NOTICE } from '../codes';

/** 通知发出. */
@Event({
  type: 'hub.notice.sent',
  version: 1,
  title: '通知发出',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-23',
  child: false,
  purpose: 'supervise',
  told: '单位',
  example: { to: 'org-example-001', kind: 'notice', need: 'guardianship', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class NoticeSent {
  @Label('送达单位') @IsOrg() to!: string;
  @Label('类别') @IsIn(codes(NOTICE)) kind!: Code<typeof NOTICE>;
  @Label('需求') @IsOptional() @IsIn(codes(NEED)) need?: Code<typeof NEED>;
  @Label('期限') @IsMoment() dueAt!: Moment;
}
