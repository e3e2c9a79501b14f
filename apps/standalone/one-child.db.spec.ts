import { inParallel, recorded, type Recorded } from '@lianhu/kernel';
import { MOST_EVIDENCE } from '@lianhu/processes/alert';
import { makeCitizenId } from '@lianhu/standards';
import { caller, openMonitorStack, type MonitorStack } from './testing/monitor-stack';

/** What a system says again and again, each time under a new id. */
const CALLS = MOST_EVIDENCE + 100;
const AT_ONCE = 64;
const minorOf = (serial: number) => {
  const [birthDate, name] = ['2015-06-01', serial === 1 ? '测试甲' : '测试乙'];
  return { docType: '01', docNo: makeCitizenId('990101', birthDate, serial), name, sex: serial % 2 === 1 ? '1' : '2', birthDate };
};

let stack: MonitorStack;
beforeAll(async () => void (stack = await openMonitorStack(['police'])));
afterAll(() => stack?.close());

/** A call from a child's home with an injury: a reason for an alert by itself. */
async function call(id: string, serial: number): Promise<void> {
  const data = { alarmNo: `J-${id}`, minorRole: 'victim', injury: 'minor', minor: minorOf(serial) };
  const event = { type: 'police.dv-call.received', id, time: new Date().toISOString(), residencearea: '990101003', data };
  await stack.say('police', event);
}
async function lines(): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for (;;) {
    const page = await stack.hub.log.read(events.length, 1_000);
    events.push(...page.lines.map(recorded));
    if (events.length >= page.head) return events;
  }
}

test('a system that says the same of one child hundreds of times fills one alert and hides no other child', async () => {
  await inParallel(
    Array.from({ length: CALLS }, (_, n) => `again-${n}`),
    AT_ONCE,
    (id) => call(id, 1),
  );
  await stack.running.monitor.settle();
  await call('other', 2);
  await stack.running.monitor.settle();
  const all = await lines();
  const count = (type: string): number => all.filter((event) => event.type === type).length;
  expect([count('police.dv-call.received'), count('hub.alert.raised'), count('hub.alert.evidence-added')]).toEqual([CALLS + 1, 2, MOST_EVIDENCE - 1]);
  const { rows } = await stack.running.monitor.alerts.list(caller('office'), { state: 'unclosed', page: 1, size: 50 });
  expect(new Set(rows.map((row) => (row as { name?: string }).name))).toEqual(new Set(['测试甲', '测试乙']));
});
