import { ageOn, dateOf, momentOf } from '@lianhu/kernel';
import { county } from '@lianhu/county';

/** An event as a department's system sends it. */
export interface Alarm {
  readonly type: string;
  readonly id: string;
  readonly time: string;
  readonly residencearea: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An invented child: where it lives, and its identity block as departments send it. */
export interface BenchChild {
  readonly town: string;
  readonly village: string;
  readonly identity: Readonly<Record<string, unknown>>;
}

const AREA = '990101';
const TOWNS = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${AREA}00${i + 1}`, `第${i + 1}镇`]));
const KINDS = ['dispute', 'missing', 'injury'] as const;
/** Children who come of age are set aside by the edge, so none here is older. Unit: years. */
const OLDEST = 16;

/** Invented children whom events from `bornBy` (ms) on are about: the same for the same seed. */
export function benchChildren(count: number, seed = 'bench', bornBy = Date.now()): BenchChild[] {
  const to = momentOf(Date.now());
  const made = county({ seed, area: AREA, areaName: '演示县', towns: TOWNS, children: Math.ceil(count * 1.3), events: 0, from: '2026-01-01', to });
  return made.children
    .filter(({ birthDate }) => birthDate <= dateOf(momentOf(bornBy)) && ageOn(birthDate, dateOf(to)) <= OLDEST)
    .slice(0, count)
    .map((child) => ({ town: child.town, village: child.village, identity: made.identity(child) }));
}

/** Police alarms about these children in turn, each with the child's whole identity block. They raise no alert. `at`: when it happened, in ms. */
export function alarms(children: readonly BenchChild[], count: number, run: string, at = Date.now()): Alarm[] {
  const time = momentOf(at);
  return Array.from({ length: count }, (_, i) => {
    const { town, village, identity } = children[i % children.length] as BenchChild;
    return {
      type: 'police.alarm.received',
      id: `bench-${run}-${i}`,
      time,
      residencearea: village,
      data: { alarmNo: `JQ-${run}-${i}`, kind: KINDS[i % KINDS.length], town, minorRole: 'seeker', injured: i % 9 === 0, minor: identity },
    };
  });
}

/** Calls about violence in one child's home, each grave enough for an alert by itself. */
export function callsAbout({ village, identity }: BenchChild, count: number, run: string): Alarm[] {
  const time = momentOf(Date.now());
  return Array.from({ length: count }, (_, i) => ({
    type: 'police.dv-call.received',
    id: `bench-${run}-${i}`,
    time,
    residencearea: village,
    data: { alarmNo: `JB-${run}-${i}`, minorRole: 'victim', weapon: false, injury: 'minor', minor: identity },
  }));
}
