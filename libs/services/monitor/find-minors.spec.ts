import { viewerOf, type Role, type Viewer } from '@lianhu/access';
import { ProblemError, type Caller } from '@lianhu/services/platform';
import { Minors, type MinorParts } from './minors';

const TOWNS = ['990101001', '990101002'];
const row = (n: number, town: string) => ({ child: `child-${n}`, town, sex: '1', active: true });
/** A town that has more children than a search by name goes through. */
const LARGE = { town: '990101003', from: 100, to: 12_100 };
const CHILDREN = [
  ...Array.from({ length: 30 }, (_, n) => row(n, TOWNS[n % 2] as string)),
  ...Array.from({ length: LARGE.to - LARGE.from }, (_, n) => row(LARGE.from + n, LARGE.town)),
];
const nameOf = (child: string): string => (Number(child.slice(6)) < 2 ? '扎西·多吉' : `测试${child.slice(6)}`);
/** Where it is known to the village; of child 8 another's town is claimed, which the town's own row does not say. */
const HOMES: Readonly<Record<string, { village: string }>> = {
  'child-0': { village: '990101001001' },
  'child-4': { village: '990101001001' },
  'child-6': { village: '990101001002' },
  'child-8': { village: '990101002001' },
  'child-100': { village: '990101003001' },
  'child-12099': { village: '990101003001' },
};
/** Whose ID number it is. */
const NUMBERS: Readonly<Record<string, string>> = {
  '990101201506010014': 'child-3',
  '990101201506010022': 'child-29',
  '990101201506010030': 'child-5',
};
/** Children that the police have spoken of, more than a search by name goes through: the last one is the thirtieth. */
const OWN = ['child-0', 'child-3', ...Array.from({ length: 60_000 }, (_, n) => `child-other-${n}`), 'child-29'];
const recorded: string[][] = [];
/** Children whose identities were opened. */
const opened: string[] = [];
const reasons: (string | undefined)[] = [];
let log: 'open' | 'closed' = 'open';

/** A view, a vault and an access log in memory. */
const parts = {
  model: {
    list: async (_view: string, { filters, keys, page, size }: { filters: { town?: string }; keys?: string[]; page: number; size: number }) => {
      const rows = CHILDREN.filter(({ town, child }) => (filters.town ?? town) === town && (keys?.includes(child) ?? true));
      return { rows: rows.slice((page - 1) * size, page * size), total: rows.length };
    },
    one: async (_view: string, child: string) => CHILDREN.find((row) => row.child === child),
    today: async () => '2026-11-21',
    position: async () => ({ position: 1 }),
  },
  references: {
    of: async (children: readonly string[], party: string) =>
      new Map(children.filter((child) => party === 'office' || OWN.includes(child)).map((child) => [child, `minor-${party}-${child}`])),
    childOf: async (party: string, ref: string) => (ref.startsWith(`minor-${party}-`) ? ref.slice(`minor-${party}-`.length) : undefined),
    childrenOf: async () => OWN,
  },
  hub: {
    open: async (children: readonly string[]) => {
      opened.push(...children);
      return new Map(children.map((child) => [child, { name: nameOf(child), sex: '1', birthDate: '2015-06-01', ...HOMES[child] }]));
    },
    villages: async (children: readonly string[]) => new Map(children.flatMap((child) => (HOMES[child] ? [[child, HOMES[child].village]] : []))),
    unmatched: async () => ({ count: 4, persons: ['child-4', 'child-5', 'child-6', 'child-29'].map((child) => ({ child, department: 'police' })) }),
    childOfNumber: async (docNo: string) => NUMBERS[docNo],
  },
  recorder: {
    record: async ({ viewer, purpose }: Caller, route: string, { children = [] }: { children?: readonly string[] }) => {
      if (log === 'closed') throw new ProblemError('access-log-unavailable');
      recorded.push([route, ...children]);
      reasons.push(`${viewer.role} ${purpose}`);
    },
  },
  policy: { towns: { '990101001': '东溪镇', '990101002': '西岭镇' }, villages: { '990101001001': '河口村' } },
} as unknown as MinorParts;

const minors = new Minors(parts);
const person = (role: Role, more: Partial<Viewer> = {}): Viewer => viewerOf({ name: 'x', role, area: '990101', ...more }) as Viewer;
const caller = (viewer: Viewer): Caller => ({ viewer, purpose: 'aid', language: 'zh' });
const find = async (viewer: Viewer, wanted: { name?: string; docNo?: string }): Promise<string[]> =>
  (await minors.find(caller(viewer), wanted)).rows.map((row) => (row as { minorRef: string }).minorRef);
beforeEach(() => {
  recorded.length = 0;
  opened.length = 0;
  reasons.length = 0;
  log = 'open';
});

test('a name is found however it is written, and what is shown is recorded', async () => {
  for (const name of ['扎西多吉', '扎西 多吉', '多吉'])
    expect(await find(person('office'), { name })).toEqual(['minor-office-child-0', 'minor-office-child-1']);
  expect(recorded[0]).toEqual(['views.minors.find', 'child-0', 'child-1']);
});

test('a town finds its own children only, by name and by number', async () => {
  const town = person('town', { town: '990101001' });
  expect(await find(town, { name: '多吉' })).toEqual(['minor-office-child-0']);
  expect(await find(town, { docNo: '990101201506010014' })).toEqual([]);
  expect(await find(person('town', { town: '990101002' }), { docNo: '990101201506010014' })).toEqual(['minor-office-child-3']);
});

test('a village sees and names the children of its own homes, and of nobody else’s, nor those known to the town only', async () => {
  const village = person('village', { town: '990101001001' });
  const { rows, total } = await minors.list(caller(village), { page: 1, size: 50 });
  expect(rows).toMatchObject([
    { minorRef: 'minor-office-child-0', name: '扎西·多吉', town: '990101001', townName: '东溪镇', village: '990101001001', villageName: '河口村' },
    { minorRef: 'minor-office-child-4' },
  ]);
  expect(total).toBe(2);
  expect(await find(village, { name: '测试' })).toEqual(['minor-office-child-4']);
  expect(await Promise.all([0, 2, 6, 8].map((n) => minors.mayName(village, `minor-office-child-${n}`)))).toEqual([true, false, false, false]);
  expect(await find(person('village', { town: '990101001009' }), { name: '测试' })).toEqual([]);
});

test('a village of a large town sees the last of its children too, and nobody else’s identity is opened for it', async () => {
  const village = person('village', { town: '990101003001' });
  const { rows, total } = await minors.list(caller(village), { page: 1, size: 50 });
  expect(rows).toMatchObject([{ minorRef: 'minor-office-child-100' }, { minorRef: 'minor-office-child-12099' }]);
  expect(total).toBe(2);
  expect(new Set(opened)).toEqual(new Set(['child-100', 'child-12099']));
});

test('of those who are not matched everybody is listed the own: all, a department those it sent, a town and a village those who live there', async () => {
  const listed = async (viewer: Viewer) => {
    const { rows, total } = await minors.list(caller(viewer), { page: 1, size: 50, unmatched: true });
    expect(rows).toHaveLength(total);
    return rows.map((one) => (one as { minorRef: string }).minorRef.replace(/^.*child-/, ''));
  };
  expect(await listed(person('office'))).toEqual(['4', '5', '6', '29']);
  expect(await listed(person('town', { town: '990101001' }))).toEqual(['4', '6']);
  expect(await listed(person('village', { town: '990101001001' }))).toEqual(['4']);
});

test('who sees assigned children only is listed nobody, and finds none by a reference', async () => {
  const social = person('social-worker');
  expect(await minors.list(caller(social), { page: 1, size: 50 })).toEqual({ rows: [], total: 0 });
  expect(await minors.list(caller(social), { page: 1, size: 50, unmatched: true })).toEqual({ rows: [], total: 0 });
  expect(await minors.mayName(social, 'minor-office-child-0')).toBe(false);
  await expect(minors.one(caller(social), 'minor-office-child-0')).rejects.toThrow(ProblemError);
});

test('a village that the policy pack does not name is shown by its code only', async () => {
  const { rows } = await minors.list(caller(person('village', { town: '990101001002' })), { page: 1, size: 50 });
  expect(rows).toMatchObject([{ minorRef: 'minor-office-child-6', village: '990101001002' }]);
  expect(rows[0]).not.toHaveProperty('villageName');
});

test('a department finds the children that it has spoken of itself, under its own references', async () => {
  const police = person('case-officer', { department: 'police' });
  expect(await find(police, { name: '测试' })).toEqual(['minor-police-child-3']);
  expect(await find(police, { docNo: '990101201506010022' })).toEqual(['minor-police-child-29']);
  expect(await find(police, { docNo: '990101201506010030' })).toEqual([]);
  expect((await minors.list(caller(police), { page: 1, size: 50 })).total).toBe(3);
});

test('a name that is too short shows ten; an unknown number nobody', async () => {
  expect(await find(person('office'), { name: '测试' })).toHaveLength(10);
  expect(await find(person('office'), { docNo: '99010120160815019X' })).toEqual([]);
});

test('a search that finds nobody is recorded too: who, why, that it found nobody, and never what was looked for', async () => {
  const town = person('town', { town: '990101001' });
  expect(await find(person('office'), { docNo: '99010120160815019X' })).toEqual([]);
  expect(await find(town, { docNo: '990101201506010014' })).toEqual([]);
  expect(await find(town, { name: '无此人' })).toEqual([]);
  expect(recorded).toEqual([['views.minors.find'], ['views.minors.find'], ['views.minors.find']]);
  expect(reasons).toEqual(['office aid', 'town aid', 'town aid']);
  log = 'closed';
  await expect(find(person('office'), { docNo: '99010120160815019X' })).rejects.toThrow(ProblemError);
});

test('nothing is shown that cannot be recorded', async () => {
  log = 'closed';
  await expect(minors.find(caller(person('office')), { name: '多吉' })).rejects.toThrow(ProblemError);
});

test('a reference may be named in a record by those who may see the child', async () => {
  const ref = 'minor-office-child-0';
  expect(await minors.mayName(person('office'), ref)).toBe(true);
  expect(await minors.mayName(person('town', { town: '990101001' }), ref)).toBe(true);
  expect(await minors.mayName(person('town', { town: '990101002' }), ref)).toBe(false);
  expect(await minors.mayName(person('case-officer', { department: 'police' }), ref)).toBe(false);
});
