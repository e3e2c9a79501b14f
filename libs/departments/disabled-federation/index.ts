import { defineDepartment, hours } from '@lianhu/kernel';
import { certificateRoster } from './connectors/certificate-roster';
import { rehabSheet } from './connectors/rehab-sheet';
import * as events from './events';

export * from './codes';
export * from './events';

/** Disabled persons' federation 残疾人联合会: certificates, rehabilitation, home visits. */
export const disabledFederation = defineDepartment({
  id: 'disabled-federation',
  name: '残疾人联合会',
  events: Object.values(events),
  connectors: [certificateRoster, rehabSheet],
  silentAfter: hours(168),
});
