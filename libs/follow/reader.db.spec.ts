import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DayTurned, MinorRegistered } from '@lianhu/departments/hub';
import type { ViewDefinition } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { CompiledView, Follower, ViewReader, type RowQuery } from '.';
import { useDatabase } from './database.fixture';
import { known, MINORS_TABLE, sums, views } from './views.fixture';

const pool = useDatabase();
const child = (n: number): string => `child-${String(n).padStart(22, '0')}`;
const time = '2026-03-02T10:00:00.000+08:00';

let reader: ViewReader;
beforeEach(async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await write(log, [dayTurned(DayTurned, '2026-03-02')]);
  for (let n = 1; n <= 6; n += 1) {
    await write(log, [
      {
        cls: MinorRegistered,
        time,
        subject: child(n),
        data: { sex: String(1 + (n % 2)), town: `99010100${n <= 2 ? 1 : 2}`, birthQuarter: `201${n}-Q1` },
      },
      ...['03', '04', '06'].slice(0, n % 4).map((category) => ({ cls: MinorListed, time, subject: child(n), data: { category } })),
    ]);
  }
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known });
  await follower.start();
  await follower.stop();
  reader = new ViewReader(pool(), log, views, sums);
});

const found = async (query: RowQuery): Promise<string> => {
  const { rows, total } = await reader.list<{ child: string }>('minors', query);
  return `${rows.map(({ child: id }) => Number(id.slice(-2))).join(' ')} of ${total}`;
};

test('filters of every kind narrow each other', async () => {
  expect(await found({})).toBe('1 2 3 4 5 6 of 6');
  expect(await found({ filters: { town: '990101002', active: true } })).toBe('3 4 5 6 of 4');
  expect(await found({ filters: { categories: '04' } })).toBe('2 3 6 of 3');
  expect(await found({ filters: { categories: ['04', '06'], town: undefined } })).toBe('2 3 6 of 3');
  expect(await found({ filters: { ageBand: ['12-14', '15-17'] } })).toBe('1 2 3 of 3');
  expect(await found({ filters: { alertLevel: 0, sex: '2' } })).toBe('1 3 5 of 3');
  expect(await found({ filters: { town: { contains: '101001' } } })).toBe('1 2 of 2');
  expect(await found({ filters: { key: child(3) } })).toBe('3 of 1');
  expect(await found({ filters: { key: { noneOf: [child(3), 'child-none'] } } })).toBe('1 2 4 5 6 of 5');
  expect(await found({ filters: { town: { noneOf: [] } } })).toBe('1 2 3 4 5 6 of 6');
  expect(await found({ keys: [child(5), child(2), 'child-none'] })).toBe('2 5 of 2');
  expect(await found({ keys: [] })).toBe(' of 0');
  expect(await found({ keys: [child(5), child(2), child(5), child(3)], sort: 'given', filters: { sex: '2' } })).toBe('5 3 of 2');
});

test('sorted by a column, then by key; pages do not overlap', async () => {
  expect(await found({ sort: '-town' })).toBe('3 4 5 6 1 2 of 6');
  expect(await found({ sort: 'ageBand', size: 4 })).toBe('1 2 3 4 of 6');
  expect(await found({ sort: '-key', page: 2, size: 2 })).toBe('4 3 of 6');
  expect(await found({ page: 3, size: 4 })).toBe(' of 6');
  expect(await found({ page: 0, size: 0 })).toBe('1 of 6');
});

test('of a county a page by the greatest number, a town and how many there are come from indexes', async () => {
  const { rows: columns } = await pool().query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = '${MINORS_TABLE}'::regclass AND attnum > 0 AND attname <> 'key'`,
  );
  const copied = columns.map(({ name }) => name).join(', ');
  await pool().query(
    `INSERT INTO ${MINORS_TABLE} (key, ${copied}) SELECT key || '-' || n, ${copied} FROM ${MINORS_TABLE}, generate_series(1, 3000) n`,
  );
  await pool().query(`VACUUM ANALYZE ${MINORS_TABLE}`);
  const asked: [string, unknown[]][] = [];
  const watched = { query: (text: string, values?: unknown[]) => (asked.push([text, values ?? []]), pool().query(text, values)) } as unknown as Pool;
  const watching = new ViewReader(watched, testLog(), views, sums);
  const planOf = async (query: RowQuery): Promise<string> => {
    await watching.list('minors', query);
    const [text, values] = asked.at(-1) as [string, unknown[]];
    const { rows } = await pool().query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  for (const filters of [{ active: true }, { active: true, town: '990101001' }, { active: true, town: ['990101001', '990101003'] }]) {
    const plan = await planOf({ filters, sort: '-alertLevel' });
    expect(plan).toMatch(/Index Only Scan/);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  }
});

test('what is not declared is refused by name, and nothing of a query becomes SQL', async () => {
  const refused = { code: 'follow.unknown-column' };
  for (const name of ['nothing', 'row', 'state', 'c_town', 'town"; DROP TABLE view.follower; --', '__proto__', 'constructor', 'given', '']) {
    await expect(reader.list('minors', { filters: { [name]: 'x' } })).rejects.toMatchObject(refused);
    await expect(reader.list('minors', { sort: name })).rejects.toMatchObject(refused);
  }
  await expect(reader.list('minors', { filters: { alertLevel: '4' } })).rejects.toMatchObject(refused);
  await expect(reader.list('minors', { filters: { alertLevel: 0.5 } })).rejects.toMatchObject(refused);
  await expect(reader.list('minors', { filters: { active: 'true' } })).rejects.toMatchObject(refused);
  await expect(reader.list('minors', { filters: { categories: { contains: '0' } } })).rejects.toMatchObject(refused);
  await expect(reader.list('minors', { filters: { categories: { noneOf: ['04'] } } })).rejects.toMatchObject(refused);
  await expect(reader.list('minors', { sort: 'categories' })).rejects.toMatchObject(refused);
  expect(await found({ filters: { town: `' OR true --` } })).toBe(' of 0');
  await expect(reader.list('minors; SELECT 1', {})).rejects.toMatchObject({ code: 'follow.unknown-view' });
  await expect(reader.sumsOf('minors')).rejects.toMatchObject({ code: 'follow.unknown-view' });
  expect(await reader.one('minors', `' OR true --`)).toBeUndefined();
});

test("a single row as of a position is a child's only", async () => {
  // Child 2: registered at 4, listed at 5 and 6.
  expect(await reader.asOf('minors', child(2), 3)).toBeUndefined();
  expect(await reader.asOf('minors', child(2), 4)).toMatchObject({ categories: [], ageBand: '12-14' });
  expect(await reader.asOf('minors', child(2), 5)).toMatchObject({ categories: ['03'] });
  expect(await reader.asOf('minors', child(2), 0)).toBeUndefined();
  expect(await reader.asOf('minors', child(9), 20)).toBeUndefined();
  await expect(reader.asOf('departments', 'police', 3)).rejects.toMatchObject({ code: 'follow.as-of-unsupported' });
});

test('names that cannot safely stand in SQL are refused when a view is defined', () => {
  const view = views[0] as ViewDefinition;
  for (const changed of [
    { name: 'a"b' },
    { name: 'A' },
    { name: 'x'.repeat(41) },
    { version: 0 },
    { version: 1.5 },
    { columns: { 'a b': () => '' } },
  ]) {
    expect(() => new CompiledView({ ...view, ...changed }, [])).toThrow(TypeError);
  }
});
