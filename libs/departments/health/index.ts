import { hours, defineDepartment } from '@lianhu/kernel';
import { BirthRecorded } from './events/birth-recorded';
import { ChildCheckOverdue } from './events/child-check-overdue';
import { MinorPregnancyFound } from './events/minor-pregnancy-found';
import { ScreeningSuspected } from './events/screening-suspected';
import { SuspiciousInjuryFound } from './events/suspicious-injury-found';

export * from './codes';
export { BirthRecorded, ChildCheckOverdue, MinorPregnancyFound, ScreeningSuspected, SuspiciousInjuryFound };

/** Health 卫生健康部门: signs of harm, births, screening, missed checks. */
export const health = defineDepartment({
  id: 'health',
  name: '卫生健康部门',
  events: [BirthRecorded, ChildCheckOverdue, MinorPregnancyFound, ScreeningSuspected, SuspiciousInjuryFound],
  silentAfter: hours(72),
});
