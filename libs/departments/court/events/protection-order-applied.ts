import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { APPKIND, IsMoment, NumberText, REL } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 人身安全保护令申请受理: the court accepted an application; 72 hours, in urgent cases 24, run from here. */
@Event({
  type: 'court.protection-order.applied',
  version: 1,
  title: '人身安全保护令申请受理',
  level: 'L5',
  category: 'K09',
  protection: ['justice', 'family'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '公安、未保办个案专员即时；72小时（紧急24小时）内作出',
  example: {
    caseRef: '（2026）示0101民保令3号',
    applicantKind: 'self',
    respondentRel: 'father',
    urgent: false,
    dueAt: '2026-10-15T09:30:00.000+08:00',
  },
})
export class ProtectionOrderApplied {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('申请人') @Countable() @IsIn(codes(APPKIND)) applicantKind!: Code<typeof APPKIND>;
  /** Whom the order is asked against, seen from the child. */
  @Label('被申请人与未成年人关系') @Secret() @IsIn(codes(REL)) respondentRel!: Secret<Code<typeof REL>>;
  @Label('是否紧急') @Countable() @IsBoolean() urgent!: boolean;
  @Label('应作出时限') @Countable() @IsMoment({ ahead: true }) dueAt!: Moment;
}
