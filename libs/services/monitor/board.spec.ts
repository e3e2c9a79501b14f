import { viewerOf, type Role, type Viewer } from '@lianhu/access';
import { Board } from './board';
import type { ReadModel } from './model';

const [TOWN, OTHER] = ['990101001', '990101002'];
const VILLAGE = `${TOWN}001`;
const COUNTS = { minors: 450, listed: 99, 'category.01': 1, 'new.2026-11': 2 };
const SUMS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>> = {
  county: { all: { ...COUNTS, minors: 900 } },
  towns: { [TOWN]: COUNTS, [OTHER]: COUNTS },
  'alert-county': { all: { 'open.4': 3, overdue: 2 } },
  'alert-towns': { [TOWN]: { 'open.4': 1, overdue: 1 } },
  'inbox-county': { all: { open: 9, overdue: 7, unfinished: 5 } },
  'inbox-towns': { [TOWN]: { open: 8, overdue: 6, unfinished: 4 } },
  'inbox-addressees': { police: { open: 1, overdue: 0, unfinished: 0 } },
};
/** Who is not matched, by where it lives. */
const LIVES: Readonly<Record<string, string>> = { 'child-1': TOWN, 'child-2': OTHER, 'child-3': OTHER };
interface Query {
  readonly filters: Readonly<Record<string, unknown>>;
  readonly keys?: readonly string[];
}

/** Views in memory: of notices those of a village are listed, two open and one of them late. */
const model = {
  sums: async (name: string) => new Map(Object.entries(SUMS[name] ?? {})),
  today: async () => '2026-11-30',
  list: async (view: string, { filters, keys = [] }: Query) => {
    if (view === 'minors') return { rows: [], total: keys.filter((child) => (filters['town'] ?? LIVES[child]) === LIVES[child]).length };
    const own = view === 'inbox' && filters['to'] === 'village' && filters['place'] === VILLAGE;
    return { rows: [], total: own ? (filters['open'] === true ? 2 : filters['state'] === undefined ? 1 : 0) : 0 };
  },
} as unknown as ReadModel;

const persons = Object.keys(LIVES).map((child, n) => ({ child, department: n === 0 ? 'health' : 'police' }));
const board = new Board(
  model,
  { area: '990101', towns: { [TOWN]: '东溪镇', [OTHER]: '西岭镇' } },
  async () => new Map(),
  async (most) => ({ count: persons.length, persons: persons.slice(0, most) }),
);
const person = (role: Role, more: Partial<Viewer> = {}): Viewer => viewerOf({ name: 'x', role, area: '990101', ...more }) as Viewer;
const overview = (viewer: Viewer): Promise<object> => board.overview(viewer);

test('the overview counts who is not matched as the list behind it does', async () => {
  expect(await overview(person('office'))).toMatchObject({ unmatched: 3 });
  expect(await overview(person('town', { town: TOWN }))).toMatchObject({ unmatched: 1 });
  expect(await overview(person('department-lead', { department: 'police' }))).toMatchObject({ unmatched: 2 });
  expect(await overview(person('village', { town: VILLAGE }))).not.toHaveProperty('unmatched');
});

test('a town sees its own figures, a village of its town the number of children only, and its own notices', async () => {
  expect(await overview(person('town', { town: TOWN }))).toMatchObject({
    minors: 450,
    listed: 99,
    categories: { '01': 1 },
    newThisMonth: 2,
    alerts: { overdue: 1 },
    notices: { open: 8, overdue: 6, unfinished: 4 },
  });
  const village = person('village', { town: VILLAGE });
  const seen = await overview(village);
  expect(seen).toMatchObject({ minors: 450, notices: { open: 2, overdue: 1, unfinished: 0 } });
  for (const hidden of ['listed', 'categories', 'newThisMonth', 'newLastMonth', 'alerts']) expect(seen).not.toHaveProperty(hidden);
  expect(await board.towns(village)).toEqual([{ town: TOWN, name: '东溪镇', minors: 450 }]);
});

test('the office sees every figure of the county and of each town', async () => {
  const office = person('office');
  expect(await overview(office)).toMatchObject({ minors: 900, listed: 99, alerts: { open: { 4: 3 }, overdue: 2 }, notices: { open: 9 } });
  expect(await board.towns(office)).toMatchObject([
    { town: TOWN, listed: 99, alerts: { overdue: 1 } },
    { town: OTHER, listed: 99 },
  ]);
});
