import { days, defineDepartment } from '@lianhu/kernel';
import { EducationOrderIssued } from './events/education-order-issued';
import { FamilyCaseAccepted } from './events/family-case-accepted';
import { ProtectionOrderApplied } from './events/protection-order-applied';
import { ProtectionOrderEnded } from './events/protection-order-ended';
import { ProtectionOrderIssued } from './events/protection-order-issued';
import { ProtectionOrderRefused } from './events/protection-order-refused';

export * from './codes';
export { EducationOrderIssued, FamilyCaseAccepted, ProtectionOrderApplied, ProtectionOrderEnded, ProtectionOrderIssued, ProtectionOrderRefused };

/** Court 人民法院: family cases, protection orders, orders of family education. */
export const court = defineDepartment({
  id: 'court',
  name: '人民法院',
  events: [EducationOrderIssued, FamilyCaseAccepted, ProtectionOrderApplied, ProtectionOrderEnded, ProtectionOrderIssued, ProtectionOrderRefused],
  silentAfter: days(14),
});
