import { days, defineDepartment } from '@lianhu/kernel';
import { careRoster } from './connectors/care-roster';
import { hardshipRoster } from './connectors/hardship-roster';
import { allowanceSheet } from './connectors/allowance-sheet';
import * as events from './events';

export * from './codes';
export * from './events';

/** Civil affairs 民政部门: categories of children in difficulty, entrusted care. */
export const civilAffairs = defineDepartment({
  id: 'civil-affairs',
  name: '民政部门',
  events: Object.values(events),
  connectors: [careRoster, hardshipRoster, allowanceSheet],
  silentAfter: days(7),
});
