import { defineDepartment, hours } from '@lianhu/kernel';
import { prisonerChildren } from './connectors/prisoner-children';
import { legalAidRegister } from './connectors/legal-aid-register';
import * as events from './events';

export * from './codes';
export * from './events';

/** Justice 司法行政机关: community correction, legal aid, social surveys. */
export const justice = defineDepartment({
  id: 'justice',
  name: '司法行政机关',
  events: Object.values(events),
  connectors: [prisonerChildren, legalAidRegister],
  silentAfter: hours(168),
});
