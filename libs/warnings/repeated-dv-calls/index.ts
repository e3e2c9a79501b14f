import { DvCallReceived } from '@lianhu/departments/police';
import { addDays, dateOf, defineWarning, isA, type Clear, type PlainDate, type Recorded, type Seen } from '@lianhu/kernel';

type Call = Recorded<Clear<DvCallReceived>>;
interface Numbers {
  readonly windowDays: number;
  readonly calls: number;
}

/** A call counts by its incident; without a token it is one by itself. */
const incidentOf = (call: Call): string => call.incident ?? `position ${call.position}`;
const grave = ({ data: { injury, weapon } }: Call): boolean => weapon === true || (injury !== undefined && injury !== 'none');

/** Whether enough incidents lie in some window of days that holds the deciding call; then all calls of those windows. */
function repeated(calls: readonly Call[], deciding: Call, { windowDays, calls: needed }: Numbers): readonly Call[] {
  const day = dateOf(deciding.time);
  const [earliest, latest] = [addDays(day, -windowDays), addDays(day, windowDays)];
  const near = calls.filter((call) => isWithin(call, earliest, latest));
  const firstDays = new Set(near.map(({ time }) => dateOf(time)).filter((first) => first <= day));
  const windows = [...firstDays]
    .map((first) => [first, addDays(first, windowDays)] as const)
    .map(([first, last]) => near.filter((call) => isWithin(call, first, last)))
    .filter((window) => new Set(window.map(incidentOf)).size >= needed);
  return [...new Set(windows.flat())];
}

const isWithin = ({ time }: Call, from: PlainDate, to: PlainDate): boolean => from <= dateOf(time) && dateOf(time) <= to;

function evidence({ events, deciding }: Seen, numbers: Numbers): readonly Recorded[] {
  if (!isA(deciding, DvCallReceived)) return [];
  const calls = events.filter((event) => isA(event, DvCallReceived)) as readonly Call[];
  const made = repeated(calls, deciding, numbers);
  return [...(made.length === 0 && grave(deciding) ? [deciding] : made)] as readonly Recorded[];
}

/** R02: domestic-violence calls from the child's home come again, or one of them with injury or weapon. */
export const repeatedDvCalls = defineWarning({
  id: 'R02',
  version: 1,
  title: '家暴警情反复或致伤',
  thresholds: ['windowDays', 'calls', 'dueHours'],
  on: [DvCallReceived],
  evidence,
  raises: {
    level: 4,
    need: 'shelter',
    dueHours: ({ dueHours }) => dueHours,
    office: ({ windowDays, calls }) => `${windowDays}天内家暴警情≥${calls}次（或致伤），建议会商并评估保护令`,
    town: ({ dueHours }) => `请${dueHours}小时内见到孩子，并反馈安全庇护需求`,
  },
});
