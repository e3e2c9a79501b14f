import { codes, Event, Label, type Code, type Moment, type Position } from '@lianhu/kernel';
import { IsAlertId, IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { DEPT, NOTICE } from '../codes';

/** 通知发出: a unit is told of an event. Its id, and nothing else, goes to the topic of the department under which the unit stands. */
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
  example: {
    notice: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4',
    to: 'org-police-990101',
    department: 'police',
    kind: 'task',
    need: 'guardianship',
    dueAt: '2026-10-13T09:30:00.000+08:00',
    about: 1018,
  },
})
export class NoticeSent {
  @Label('通知编号') @IsOptional() @IsAlertId() notice?: string;
  /** `org-<department>-<area>`, `org-office-<area>`, `org-town-<town>`, `org-village-<village>`. */
  @Label('收件单位') @IsOrg() to!: string;
  @Label('收件部门') @IsOptional() @IsIn(codes(DEPT)) department?: Code<typeof DEPT>;
  @Label('通知类别') @IsIn(codes(NOTICE)) kind!: Code<typeof NOTICE>;
  @Label('需求') @IsOptional() @IsIn(codes(NEED)) need?: Code<typeof NEED>;
  @Label('应办时限') @IsMoment({ ahead: true }) dueAt!: Moment;
  /** Position of the event that is told: the same subject's, so that who was told of it is found beside it. */
  @Label('所告知事件') @IsOptional() @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) about?: Position;
  /** 紧急报告: a mandatory report, that somebody has to accept. */
  @Label('是否紧急报告') @IsOptional() @IsBoolean() urgent?: boolean;
  /** 迟报补录: the event was recorded long after it happened. */
  @Label('是否迟报补录') @IsOptional() @IsBoolean() late?: boolean;
}
