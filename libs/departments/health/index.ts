import { hours, defineDepartment } from '@lianhu/kernel';
import { overdueSheet } from './connectors/overdue-sheet';
import { birthRegister } from './connectors/birth-register';
import { screeningSheet } from './connectors/screening-sheet';
import { injuryRegister } from './connectors/injury-register';
import * as events from './events';

export * from './codes';
export * from './events';

/** Health 卫生健康部门: signs of harm, births, screening, missed checks. */
export const health = defineDepartment({
  id: 'health',
  name: '卫生健康部门',
  events: Object.values(events),
  connectors: [overdueSheet, birthRegister, screeningSheet, injuryRegister],
  silentAfter: hours(72),
});
