import { days, defineDepartment } from '@lianhu/kernel';
import { AbsenceFlagged } from './events/absence-flagged';
import { DropoutConfirmed } from './events/dropout-confirmed';
import { DropoutSuspected } from './events/dropout-suspected';
import { HarmSuspected } from './events/harm-suspected';
import { StudentReturned } from './events/student-returned';

export * from './codes';
export { AbsenceFlagged, DropoutConfirmed, DropoutSuspected, HarmSuspected, StudentReturned };

/** Education 教育部门: attendance, dropout, signs of harm. */
export const education = defineDepartment({
  id: 'education',
  name: '教育部门',
  events: [AbsenceFlagged, DropoutConfirmed, DropoutSuspected, HarmSuspected, StudentReturned],
  silentAfter: days(7),
});
