import { guessColumns, SURE } from './guess';
import { CHILD_COLUMNS, GUARDIAN_COLUMNS, OWN_COLUMNS, STRANGE_COLUMNS, UNSENT, type HeaderMaker } from './never-seen.fixture';
import type { Cells } from './cells';
import { targetOf } from './targets';

const SEED = Number(process.env['LIANHU_SEED'] ?? 20_261_128);
/** Tables of every type. */
const TABLES = Number(process.env['LIANHU_TABLES'] ?? 20);

/** mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const wide = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const DRESSES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => `${text}*`,
  (text) => `${text}（必填）`,
  (text) => `${text.slice(0, 2)}\n${text.slice(2)}`,
  (text) => [...text].join(' '),
  (text) => wide(text),
  (text) => `${text}：`,
];
const context = { areas: new Map<string, string>() };

interface Column {
  readonly header: string;
  /** undefined: a person has to decide. */
  readonly target: string | null | undefined;
}
function tableOf(type: string, next: () => number): Column[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const drawn = (maker: HeaderMaker): Column => ({ header: pick(DRESSES)(pick(maker.words)), target: maker.target });
  const some = (makers: readonly HeaderMaker[], share: number): Column[] => makers.filter(() => next() < share).map(drawn);
  const [name, number, ...others] = CHILD_COLUMNS as [HeaderMaker, HeaderMaker, ...HeaderMaker[]];
  const own = (OWN_COLUMNS[type] ?? []).map(drawn);
  const columns = [
    drawn(name),
    drawn(number),
    ...some(others, 0.4),
    ...own,
    ...some(GUARDIAN_COLUMNS, own.some(({ target }) => target === 'data.guardian') ? 0 : 0.5),
    ...some(UNSENT, 0.5),
  ];
  if (next() < 0.3) columns.push({ header: pick(DRESSES)(pick(STRANGE_COLUMNS)), target: undefined });
  const seen = new Set<string>();
  return columns
    .filter(({ header }) => !seen.has(header) && seen.add(header))
    .map((column) => ({ column, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ column }) => column);
}

/** Values as an office would have them below a header; of a column that nobody knows, anything. */
function valuesOf(type: string, { target: path }: Column, next: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const target = typeof path === 'string' ? targetOf(type, path) : undefined;
  const day = `2026-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`;
  if (!target) return pick(['无', '12', '测试庚', '已回访', '6222', '']);
  if (target.codes) return pick(Object.values(target.codes.titles));
  if (target.path.endsWith('.name') || target.path.endsWith('parent') || target.path.endsWith('guardian')) return `测试${pick([...'甲乙丙丁戊己'])}`;
  const byKind: Partial<Record<typeof target.kind, string>> = {
    id: '990101201506010014',
    day,
    moment: pick([day, `${day} 08:30`]),
    month: pick(['2026-09', '2026年9月']),
    boolean: pick(['是', '否']),
    integer: String(1 + Math.floor(next() * 9)),
    'number-text': `示-${Math.floor(next() * 9_000)}`,
    area: '990101001',
    town: '990101001',
  };
  return byKind[target.kind] ?? pick(['示范路1号', 'org-school-001', '15400000001']);
}

interface Count {
  columns: number;
  right: number;
  asks: number;
  wrong: number;
}

test('of headers never seen before, what is offered as sure is right in at least 98 of 100; the rest waits for a person', () => {
  const next = dice(SEED);
  const byDepartment = new Map<string, Count>();
  const wrong = new Map<string, number>();
  const asked = new Map<string, number>();
  for (const type of Object.keys(OWN_COLUMNS)) {
    const department = type.split('.')[0] ?? '';
    const count = byDepartment.get(department) ?? { columns: 0, right: 0, asks: 0, wrong: 0 };
    byDepartment.set(department, count);
    for (let n = 0; n < TABLES; n++) {
      const columns = tableOf(type, next);
      const guesses = guessColumns(
        type,
        columns.map(({ header }) => header),
        rowsOf(type, columns, next),
        context,
      );
      guesses.forEach((guess, i) => {
        const { target, header } = columns[i] as Column;
        count.columns++;
        const sure = guess.confidence >= SURE && guess.target !== undefined;
        const key = `${type} ${header.replace(/\s/g, '')} → ${guess.target} ${guess.confidence}, meant ${target}`;
        if (!sure) count.asks++;
        else if (guess.target === target) count.right++;
        else count.wrong++;
        if (sure && guess.target !== target) wrong.set(key, (wrong.get(key) ?? 0) + 1);
        if (!sure && target !== undefined) asked.set(key, (asked.get(key) ?? 0) + 1);
      });
    }
  }
  const rows = [...byDepartment];
  const sum = (of: keyof Count): number => rows.reduce((total, [, count]) => total + count[of], 0);
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;
  const line = (name: string, { columns, right, asks, wrong }: Count): string =>
    `${name.padEnd(20)} ${columns} columns, sure and right ${right}, asks ${asks} (${percent(asks, columns)}), wrong ${wrong}; precision ${percent(right, right + wrong)}`;
  const total = { columns: sum('columns'), right: sum('right'), asks: sum('asks'), wrong: sum('wrong') };
  process.stderr.write(
    `never-seen headers, seed ${SEED}\n${[...rows, ['all', total] as const].map(([name, count]) => line(name, count)).join('\n')}\n`,
  );
  if (process.env['LIANHU_SHOW']) {
    const most = (of: Map<string, number>): string =>
      [...of]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 120)
        .map(([key, n]) => `  ${n} ${key}`)
        .join('\n');
    process.stderr.write(`wrong:\n${most(wrong)}\nasks:\n${most(asked)}\n`);
  }
  expect(total.right / (total.right + total.wrong)).toBeGreaterThanOrEqual(0.98);
  expect(total.asks / total.columns).toBeLessThan(0.15);
});

/** Some rows of a table. */
function rowsOf(type: string, columns: readonly Column[], next: () => number): Cells[] {
  return Array.from({ length: 8 }, () =>
    columns.map((column) => {
      const text = valuesOf(type, column, next);
      return text === '' ? undefined : { text };
    }),
  );
}

test('every column of the generator is one of its type', () => {
  const columns = Object.entries(OWN_COLUMNS).flatMap(([type, makers]) =>
    [...makers, ...CHILD_COLUMNS, ...GUARDIAN_COLUMNS].map(({ target }) => [type, target] as const),
  );
  expect(columns.filter(([type, target]) => target !== null && !targetOf(type, target))).toEqual([]);
});
