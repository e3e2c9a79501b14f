import { days, defineDepartment } from '@lianhu/kernel';
import { familyCaseRegister } from './connectors/family-case-register';
import { protectionOrderRegister } from './connectors/protection-order-register';
import * as events from './events';

export * from './codes';
export * from './events';

/** Court 人民法院: family cases, protection orders, orders of family education. */
export const court = defineDepartment({
  id: 'court',
  name: '人民法院',
  events: Object.values(events),
  connectors: [familyCaseRegister, protectionOrderRegister],
  silentAfter: days(14),
});
