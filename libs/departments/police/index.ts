import { hours, defineDepartment } from '@lianhu/kernel';
import { alarmSheet } from './connectors/alarm-sheet';
import { dvCallSheet } from './connectors/dv-call-sheet';
import { householdRegister } from './connectors/household-register';
import * as events from './events';

export * from './codes';
export * from './events';

/** Police 公安机关: calls, domestic violence, household register. */
export const police = defineDepartment({
  id: 'police',
  name: '公安机关',
  events: Object.values(events),
  connectors: [alarmSheet, dvCallSheet, householdRegister],
  silentAfter: hours(72),
});
