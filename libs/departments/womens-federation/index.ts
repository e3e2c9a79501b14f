import { defineDepartment, hours } from '@lianhu/kernel';
import { guidanceLog } from './connectors/guidance-log';
import { familyRiskSheet } from './connectors/family-risk-sheet';
import * as events from './events';

export * from './codes';
export * from './events';

/** Women's federation 妇女联合会: complaints, family guidance, parent schools. */
export const womensFederation = defineDepartment({
  id: 'womens-federation',
  name: '妇女联合会',
  events: Object.values(events),
  connectors: [guidanceLog, familyRiskSheet],
  silentAfter: hours(168),
});
