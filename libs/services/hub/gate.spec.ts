import { HubBusy } from '@lianhu/services/platform';
import { Gate, loadOf, type Load } from './gate';

const limits = { events: 100, bytes: 10_000, reservePercent: 10, sharePercent: 50 };
const load = (department: string, events: number, more: Partial<Load> = {}): Load => ({
  department,
  events,
  bytes: events * 10,
  mandatory: false,
  ...more,
});

/** Work that ends when it is told to. */
function held(gate: Gate) {
  const ends: (() => void)[] = [];
  const hold = (one: Load): Promise<void> => gate.pass(one, () => new Promise<void>((end) => ends.push(end)));
  return { hold, endAll: () => ends.splice(0).forEach((end) => end()) };
}
const scopeOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => 'passed',
    (error: unknown) => (error instanceof HubBusy ? error.scope : error),
  );

test('a department passes up to its share and not one event more; others do not feel it; what ended makes room', async () => {
  const gate = new Gate(limits);
  const { hold, endAll } = held(gate);
  const first = [hold(load('police', 44)), hold(load('police', 1))];
  expect(await scopeOf(hold(load('police', 1)))).toBe('own-share');
  const other = hold(load('health', 45));
  expect(await scopeOf(hold(load('education', 1)))).toBe('whole');
  const reports = [hold(load('police', 9, { mandatory: true })), hold(load('health', 1, { mandatory: true }))];
  expect(await scopeOf(hold(load('health', 1, { mandatory: true })))).toBe('whole');
  expect(gate.events).toBe(100);
  endAll();
  await Promise.all([...first, other, ...reports]);
  expect(gate.events).toBe(0);
  expect(await scopeOf(gate.pass(load('police', 45), async () => undefined))).toBe('passed');
});

test('bytes count as events do, and what fails is held no longer', async () => {
  const gate = new Gate(limits);
  const { hold, endAll } = held(gate);
  const first = hold(load('police', 1, { bytes: 4_500 }));
  expect(await scopeOf(hold(load('police', 1, { bytes: 1 })))).toBe('own-share');
  endAll();
  await first;
  await expect(gate.pass(load('police', 40), () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(gate.events).toBe(0);
});

test('a submission is mandatory when every event in it is, and as large as its claims and values', () => {
  const event = (type: string, values: Record<string, unknown> = {}) => ({
    index: 0,
    path: [],
    claim: `{"data":{},"type":"${type}"}`,
    sentHash: '',
    salt: '',
    values,
  });
  const submission = (...events: ReturnType<typeof event>[]) => ({
    batches: [{ department: 'health', keyId: '', size: events.length, root: '', signature: '', events }],
  });
  const isMandatory = (type: string): boolean => type === 'health.must.tell';
  const told = event('health.must.tell', { '/subject': '1234' });
  expect(loadOf('health', submission(told, told), isMandatory)).toEqual({
    department: 'health',
    events: 2,
    bytes: 2 * (told.claim.length + 4),
    mandatory: true,
  });
  expect(loadOf('health', submission(told, event('health.may.tell')), isMandatory).mandatory).toBe(false);
  expect(loadOf('health', submission(), isMandatory).mandatory).toBe(false);
});
