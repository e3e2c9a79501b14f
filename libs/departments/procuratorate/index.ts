import { days, defineDepartment } from '@lianhu/kernel';
import { supportSuitRegister } from './connectors/support-suit-register';
import { guardianshipOrderRegister } from './connectors/guardianship-order-register';
import * as events from './events';

export * from './codes';
export * from './events';

/** Procuratorate 人民检察院: orders to guardians, supported suits, missed reports, conditional non-prosecution. */
export const procuratorate = defineDepartment({
  id: 'procuratorate',
  name: '人民检察院',
  events: Object.values(events),
  connectors: [supportSuitRegister, guardianshipOrderRegister],
  silentAfter: days(30),
});
