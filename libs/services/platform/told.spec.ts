import { catalogue } from '@lianhu/catalogue';
import type { Within } from '@lianhu/kernel';
import { demonstrationSharing as table } from '@lianhu/testing';
import told from './told.fixture.json';

/** The domain model's column "Triggers sharing" of §2.1–§2.8, word for word, and whom its letters mean. */
const TEXTS: Readonly<Record<string, string>> = told;
const UNITS: Readonly<Record<string, string>> = {
  CT: 'court',
  PR: 'procuratorate',
  PS: 'police',
  CA: 'civil-affairs',
  ED: 'education',
  HE: 'health',
  JU: 'justice',
  DPF: 'disabled-federation',
  WF: 'womens-federation',
  WBO: 'office',
  TW: 'town',
  VL: 'village',
  MI: 'medins',
  HR: 'hr',
  EM: 'emerg',
  FIN: 'finance',
};
/** What the texts say in words, and whom that means here. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/village committee/g, 'VL'],
  [/special-education board|^home school|schools(?=,)/g, 'ED'],
  [/police station|\bpolice if\b|all patrol units/g, 'PS'],
  [/county MCH/g, 'HE'],
  [/finance/g, 'FIN'],
];
/** Whom words mean that name a part rather than a unit; whoever plays it is told, so all who may are. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  'disabled-federation.rehab.applied': ['disabled-federation'],
  'education.harm.suspected': ['office'],
  'health.newborn-left.found': ['office'],
  'health.suspicious-injury.found': ['office'],
  'health.intoxication.treated': ['culture', 'market'],
  'health.minor-delivery.recorded': ['health', 'police', 'town'],
  'health.minor-pregnancy.found': ['health', 'office', 'town'],
  'health.psych-referral.accepted': ['education'],
  'justice.social-survey.completed': ['court', 'procuratorate'],
  'league.hotline-case.received': ['office'],
  'market.sale-violation.found': ['market', 'tobacco'],
  'procuratorate.offending-minor.delisted': ['office'],
  'procuratorate.offending-minor.listed': ['office'],
  'procuratorate.unreported-case.found': ['civil-affairs', 'culture', 'education', 'health', 'police'],
  'procuratorate.victim-minor.delisted': ['office'],
  'procuratorate.victim-minor.listed': ['office'],
  'tobacco.outlet-near-school.found': ['tobacco'],
  'womens-federation.guidance.delivered': ['court', 'police', 'procuratorate'],
};
interface Told {
  readonly to: string;
  readonly clock?: Within;
  /** Stands in the text with (T), or T after a list. */
  readonly task: boolean;
}

/** The first clock that a text names. */
function clockOf(text: string): Within | undefined {
  const [found, , amount, unit] = /\b(now|at once)\b|≤ (\d+) (WD|h|d)\b/.exec(text) ?? [];
  if (amount === undefined) return found === undefined ? undefined : 'now';
  return unit === 'WD' ? { workingDays: Number(amount) } : unit === 'h' ? { hours: Number(amount) } : { days: Number(amount) };
}

/** Whom a text names, by when, and whether as a task. A parenthesis says something of the unit before it; a clock holds for those before it. */
function read(text: string): readonly Told[] {
  return text.split('; ').flatMap((whole) => {
    const part = SPOKEN.reduce((words, [spoken, code]) => words.replace(spoken, code), whole).replace(/\((?!T\b)[^)]*\)/g, '');
    const all = / T(?= |$)/.test(part);
    return [...part.matchAll(/\b(CT|PR|PS|CA|ED|HE|JU|DPF|WF|WBO|TW|VL|MI|HR|EM|FIN)\b(\(T)?/g)].map(({ 1: code, 2: task, index }) => ({
      to: UNITS[code as string] as string,
      clock: clockOf(part.slice(index)),
      task: task !== undefined || all,
    }));
  });
}

const types = Object.keys(TEXTS);
const rowsOf = (type: string) => table.types[type] ?? [];

test('every type of the domain model is declared; one that a region adds has no text there, and sharing.spec holds its rows', () => {
  expect(types.filter((type) => catalogue.event(type) === undefined)).toEqual([]);
});

test('a text is read: units, clocks, tasks', () => {
  expect(read('CA, PS now; ED(T) ≤ 3 WD †')).toEqual([
    { to: 'civil-affairs', clock: 'now', task: false },
    { to: 'police', clock: 'now', task: false },
    { to: 'education', clock: { workingDays: 3 }, task: true },
  ]);
  expect(read('CA/HE/ED T ≤ 24 h †').map(({ task }) => task)).toEqual([true, true, true]);
  expect(read('std 63 count')).toEqual([]);
});

test('every type either tells somebody, or nobody for a written reason, or its text is a dash', () => {
  const without = types.filter((type) => rowsOf(type).length === 0);
  expect(without.filter((type) => TEXTS[type] !== '–' && table.none[type] === undefined)).toEqual([]);
  expect(without.filter((type) => read(TEXTS[type] as string).length > 0)).toEqual([]);
  expect(Object.keys(table.none).filter((type) => !without.includes(type) || TEXTS[type] === '–')).toEqual([]);
});

test('every unit that a text names is told, by its clock, as a task where it says so', () => {
  const wrong = types.flatMap((type) =>
    read(TEXTS[type] as string).flatMap(({ to, clock, task }) => {
      const rows = rowsOf(type).filter((row) => row.to === to);
      if (rows.length === 0) return [`${type}: ${to} is not told`];
      if (clock !== undefined && !rows.some(({ within }) => JSON.stringify(within) === JSON.stringify(clock))) return [`${type}: ${to}: clock`];
      return task && rows.some(({ right }) => right !== 'task') ? [`${type}: ${to}: not as a task`] : [];
    }),
  );
  // On request; of a repetition, or of correction only, which the event does not know; the household register needs to know whom.
  expect(wrong.sort()).toEqual([
    'civil-affairs.guardianship.assessed: court is not told',
    'civil-affairs.guardianship.assessed: procuratorate is not told',
    'civil-affairs.long-guardianship.started: police: not as a task',
    'police.hotel-checkin.flagged: office is not told',
    'police.minor-offender.handled: education is not told',
  ]);
});

test('nobody is told whom the text does not name or mean', () => {
  const more = types.flatMap((type) => {
    const named = new Set(read(TEXTS[type] as string).map(({ to }) => to));
    const others = [...new Set(rowsOf(type).map(({ to }) => to))].filter((to) => !named.has(to)).sort();
    return others.length > 0 ? [[type, others] as const] : [];
  });
  expect(Object.fromEntries(more)).toEqual(MEANT);
});
