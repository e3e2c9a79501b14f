import { Event, Label, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg } from '@lianhu/standards';

/** 派单. */
@Event({
  type: 'hub.hotline-case.dispatched',
  version: 1,
  title: '派单',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '承办方',
  example: { to: 'org-example-001', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class HotlineCaseDispatched {
  @Label('送达单位') @IsOrg() to!: string;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
