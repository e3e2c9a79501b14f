import { days, defineDepartment } from '@lianhu/kernel';
import { enrolmentRoster } from './connectors/enrolment-roster';
import { absenceSheet } from './connectors/absence-sheet';
import { dropoutLedger } from './connectors/dropout-ledger';
import * as events from './events';

export * from './codes';
export * from './events';

/** Education 教育部门: attendance, dropout, signs of harm. */
export const education = defineDepartment({
  id: 'education',
  name: '教育部门',
  events: Object.values(events),
  connectors: [enrolmentRoster, absenceSheet, dropoutLedger],
  silentAfter: days(7),
});
