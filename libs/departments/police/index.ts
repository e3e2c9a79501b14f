import { hours, defineDepartment } from '@lianhu/kernel';
import { AlarmReceived } from './events/alarm-received';
import { DvCallReceived } from './events/dv-call-received';
import { DvWarningIssued } from './events/dv-warning-issued';
import { HouseholdRegistered } from './events/household-registered';
import { MinorSuspectAlarmReceived } from './events/minor-suspect-alarm-received';
import { SexualAlarmReceived } from './events/sexual-alarm-received';

export * from './codes';
export { AlarmReceived, DvCallReceived, DvWarningIssued, HouseholdRegistered, MinorSuspectAlarmReceived, SexualAlarmReceived };

/** Police 公安机关: calls, domestic violence, household register. */
export const police = defineDepartment({
  id: 'police',
  name: '公安机关',
  events: [AlarmReceived, DvCallReceived, DvWarningIssued, HouseholdRegistered, MinorSuspectAlarmReceived, SexualAlarmReceived],
  silentAfter: hours(72),
});
