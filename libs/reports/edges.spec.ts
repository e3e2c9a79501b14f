import { RecordWithdrawn } from '@lianhu/departments/hub';
import { definitionOf, type EventClass, type EventDefinition, type Moment } from '@lianhu/kernel';
import * as catalogue from '@lianhu/catalogue';
import { INDICATORS } from './indicators';
import { at, SpecLog, type Said } from './log.fixture';
import { measureOf, type RawReport } from './report';

/** Edges of 2026-Q3 and of its cut-off. */
const FIRST = at('2026-07-01', '00:00:00.000');
const LAST = at('2026-09-30', '23:59:59.999');
const BEFORE = at('2026-06-30', '23:59:59.999');
const AFTER = at('2026-10-01', '00:00:00.000');
const IN_TIME = at('2026-10-14', '00:00:00.000');
const TOO_LATE = at('2026-10-14', '00:00:00.001');

const TYPES: ReadonlyMap<string, EventDefinition> = new Map(
  catalogue.catalogue.departments.flatMap(({ events }) => events.map((cls: EventClass) => [definitionOf(cls).type, definitionOf(cls)])),
);

/** Every pair of an indicator and a type of departments that it counts; those with a history before them have tests of their own. */
const PAIRS = INDICATORS.flatMap((indicator) =>
  indicator.sources.flatMap(({ type }) => (type === undefined || type.startsWith('hub.') ? [] : [[indicator.code, type] as const])),
);

/** Clear fields of the example; those that decide whether it counts, turned so that most do. */
function dataOf({ example, fields }: EventDefinition): Record<string, unknown> {
  const clear = Object.entries(example).filter(([name]) => !['secret', 'case'].includes(fields.get(name)?.kind ?? ''));
  return Object.fromEntries(clear);
}

function logOf(type: string, said: Said, then: (log: SpecLog, definition: EventDefinition) => void = () => undefined): SpecLog {
  const definition = TYPES.get(type);
  if (!definition) throw new Error(`no type ${type}`);
  const subject = definition.restricted ? 'case-a' : 'child-a';
  const log = new SpecLog().child('child-a', { birthQuarter: '2016-Q1' });
  log.add(definition.cls, { subject, incident: 'incident-a', area: '990101002', ...said }, dataOf(definition));
  then(log, definition);
  return log;
}

/** Cells of an indicator's counts that are not zero, and late ones. */
const hits = (report: RawReport, code: string): { readonly now: readonly string[]; readonly late: readonly string[] } => {
  const own = report.cells.filter(({ indicator, denominator }) => indicator === code && denominator === undefined);
  const county = own.filter(({ id }) => id.endsWith('|county'));
  return {
    now: county.filter(({ value }) => (value ?? 0) > 0).map(({ id }) => measureOf(id)),
    late: county.filter(({ late }) => (late ?? 0) > 0).map(({ id }) => measureOf(id)),
  };
};
const inQ3 = async (type: string, code: string, said: Said, then?: Parameters<typeof logOf>[2]) =>
  hits(await logOf(type, said, then).report('2026-Q3'), code);

describe.each(PAIRS)('%s over %s', (code, type) => {
  test('counts from the first to the last moment of the quarter, and not after it', async () => {
    const first = await inQ3(type, code, { time: FIRST });
    expect((await inQ3(type, code, { time: LAST, recordedAt: IN_TIME })).now).toEqual(first.now);
    expect((await inQ3(type, code, { time: AFTER })).now).toEqual([]);
    expect((await inQ3(type, code, { time: LAST, recordedAt: TOO_LATE })).now).toEqual([]);
  });

  test('before the quarter only stocks know it; what came after that quarter’s cut-off is late, once', async () => {
    const flows = (await inQ3(type, code, { time: FIRST })).now;
    const stocks = (await inQ3(type, code, { time: BEFORE })).now;
    const late: Moment = at('2026-07-08', '00:00:00.001');
    const arrived = await inQ3(type, code, { time: BEFORE, recordedAt: late });
    expect(arrived.now).toEqual(stocks);
    expect(arrived.late).toEqual(flows.filter((id) => !stocks.includes(id) && arrived.late.includes(id)));
    expect((await inQ3(type, code, { time: BEFORE, recordedAt: at('2026-07-08', '00:00:00.000') })).late).toEqual([]);
    // Late in the quarter in which it came, not in the one after it.
    expect((await inQ3(type, code, { time: at('2026-03-31'), recordedAt: at('2026-04-09', '00:00:00.001') })).late).toEqual([]);
  });

  test('corrected it counts once, withdrawn it does not', async () => {
    const plain = (await inQ3(type, code, { time: FIRST })).now;
    const again = await inQ3(type, code, { time: FIRST }, (log, definition) =>
      log.add(
        definition.cls,
        {
          time: FIRST,
          recordedAt: at('2026-07-02'),
          corrects: 2,
          incident: 'incident-a',
          area: '990101002',
          subject: definition.restricted ? 'case-a' : 'child-a',
        },
        dataOf(definition),
      ),
    );
    expect(again.now).toEqual(plain);
    const withdrawn = await inQ3(type, code, { time: FIRST }, (log) =>
      log.add(RecordWithdrawn, { time: at('2026-07-02'), corrects: 2, department: type.split('.')[0] }, { target: 2, reason: 'wrong-person' }),
    );
    expect(withdrawn.now).toEqual([]);
  });
});

test('most pairs are seen to count: the suite is not one of zeros', async () => {
  const counting = await Promise.all(PAIRS.map(async ([code, type]) => (await inQ3(type, code, { time: FIRST })).now.length > 0));
  expect(counting.filter(Boolean).length).toBeGreaterThan(PAIRS.length / 2);
});
