import { RecordWithdrawn } from '@lianhu/departments/hub';
import { definitionOf, type EventClass, type EventDefinition, type Moment } from '@lianhu/kernel';
import * as catalogue from '@lianhu/catalogue';
import { INDICATORS } from './indicators';
import { at, SpecLog, type Said } from './log.fixture';
import { measureOf, type RawCell } from './report';

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

/** What became of the one event. */
type Then = 'nothing' | 'corrected' | 'withdrawn';

function logOf(type: string, said: Said, then: Then): SpecLog {
  const definition = TYPES.get(type);
  if (!definition) throw new Error(`no type ${type}`);
  const about = { subject: definition.restricted ? 'case-a' : 'child-a', incident: 'incident-a', area: '990101002' };
  const log = new SpecLog().child('child-a', { birthQuarter: '2016-Q1' });
  log.add(definition.cls, { ...about, ...said }, dataOf(definition));
  if (then === 'corrected') log.add(definition.cls, { ...about, time: FIRST, recordedAt: at('2026-07-02'), corrects: 2 }, dataOf(definition));
  if (then === 'withdrawn')
    log.add(RecordWithdrawn, { time: at('2026-07-02'), corrects: 2, department: type.split('.')[0] }, { target: 2, reason: 'wrong-person' });
  return log;
}

const counted = new Map<string, Promise<readonly RawCell[]>>();
/** The county's counts that an event leads to in 2026-Q3, zeros left out. Every indicator is in one report, so each log is counted once. */
function countsOf(type: string, said: Said, then: Then): Promise<readonly RawCell[]> {
  const count = async (): Promise<readonly RawCell[]> =>
    (await logOf(type, said, then).report('2026-Q3')).cells.filter(
      ({ id, denominator, value = 0, late = 0 }) => denominator === undefined && id.endsWith('|county') && (value > 0 || late > 0),
    );
  const key = JSON.stringify([type, said, then]);
  const known = counted.get(key) ?? count();
  counted.set(key, known);
  return known;
}

/** Measures of an indicator that an event counts in, and those in which it is late. */
async function inQ3(type: string, code: string, said: Said, then: Then = 'nothing'): Promise<{ now: readonly string[]; late: readonly string[] }> {
  const own = (await countsOf(type, said, then)).filter(({ indicator }) => indicator === code);
  return {
    now: own.filter(({ value = 0 }) => value > 0).map(({ id }) => measureOf(id)),
    late: own.filter(({ late = 0 }) => late > 0).map(({ id }) => measureOf(id)),
  };
}

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
    expect((await inQ3(type, code, { time: FIRST }, 'corrected')).now).toEqual(plain);
    const withdrawn = await inQ3(type, code, { time: FIRST }, 'withdrawn');
    expect(withdrawn.now).toEqual([]);
  });
});

test('most pairs are seen to count: the suite is not one of zeros', async () => {
  const counting = await Promise.all(PAIRS.map(async ([code, type]) => (await inQ3(type, code, { time: FIRST })).now.length > 0));
  expect(counting.filter(Boolean).length).toBeGreaterThan(PAIRS.length / 2);
});
