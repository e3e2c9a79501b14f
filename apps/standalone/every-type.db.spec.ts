import { catalogue, checkEvent, EXAMPLE_CHILD, takesMinor } from '@lianhu/catalogue';
import { defaultSource, RECORDS_SOURCE, type Viewer } from '@lianhu/access';
import { ENTERED } from '@lianhu/departments/hub';
import type { EventDefinition } from '@lianhu/kernel';
import type { PushResult } from '@lianhu/services/edge';
import { logger } from '@lianhu/services/platform';
import { makeCitizenId, mayBeAdult } from '@lianhu/standards';
import { brokenOf, MARK, sentOf } from './testing/broken';
import { openHttpStack, type HttpStack } from './testing/http-stack';

logger.level = 'silent';
const DEPARTMENTS = catalogue.departments.map(({ id }) => id);
let stack: HttpStack;
beforeAll(async () => {
  stack = await openHttpStack({ departments: DEPARTMENTS });
});
afterAll(() => stack.close());

const sender = (department: string): Viewer => ({
  name: 'system',
  role: 'sender',
  kind: 'system',
  department,
  source: defaultSource(department),
  area: '990101',
});
const push = (department: string, sent: unknown): Promise<PushResult> => stack.edges.get(department)!.edge.push(sent, sender(department), 'zh');
const head = async (): Promise<number> => (await stack.hub.log.head()).position;
const told = (result: PushResult): readonly string[] =>
  'problem' in result ? (result.problem.errors ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`) : [JSON.stringify(result)];

/** Texts of an event that an answer must never repeat: every one that is long enough to be somebody's; a relation is a code, which a message may list. */
function personal(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 4 && !/^(true|L1)$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === 'rel' ? [] : personal(member)));
}

describe.each(DEPARTMENTS)('%s', (department) => {
  const types = catalogue.eventsOf(department);

  test('every type: its example is accepted once, and answered again as it was', async () => {
    for (const definition of types) {
      const sent = sentOf(definition, `ok-${definition.type}`, Date.now());
      const before = await head();
      const [first, again] = [await push(department, sent), await push(department, sent)];
      expect([definition.type, first.status, again.status]).toEqual([definition.type, 201, 200]);
      expect(await head()).toBeGreaterThan(before);
    }
  });

  test('every type: whatever is wrong is refused at its pointer by its rule; nothing is written, and no value is repeated', async () => {
    const before = await head();
    const wrong: string[] = [];
    let tried = 0;
    for (const definition of types) {
      const id = `no-${definition.type}`;
      for (const { what, sent, pointer, rules, besides } of brokenOf(definition, id, Date.now())) {
        const result = await push(department, sent);
        tried++;
        const faults = told(result).filter((one) => one !== besides);
        const expected = rules.map((rule) => `${pointer} ${rule}`);
        if (result.status !== 422 || faults.length !== 1 || !expected.includes(faults[0] ?? ''))
          wrong.push(`${definition.type}, ${what}: ${result.status} ${faults.join(', ')} instead of ${expected.join(' or ')}`);
        const answer = JSON.stringify(result).replaceAll(JSON.stringify(pointer).slice(1, -1), '');
        const repeated = [MARK, ...personal((sent['data'] as { minor?: unknown } | undefined)?.minor)].filter((text) => answer.includes(text));
        if (repeated.length > 0) wrong.push(`${definition.type}, ${what}: the answer repeats a value`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(types.length * 10);
    expect(await head()).toBe(before);
    expect(stack.edges.get(department)!.edge.quarantine.list()).toEqual([]);
  });

  test('every type about a child: an adult, another sex, a foreign area wait for a person, and are written nowhere', async () => {
    const before = await head();
    const grown = { ...EXAMPLE_CHILD, docNo: makeCitizenId('990101', '1990-06-01', 1), birthDate: '1990-06-01', sex: '1' };
    const { edge } = stack.edges.get(department)!;
    for (const definition of types) {
      const sent = sentOf(definition, `wait-${definition.type}`, Date.now());
      const reasons = [await reasonOf(department, { ...sent, area: '990202001' })];
      if (takesMinor(definition)) {
        const data = sent['data'] as object;
        reasons.push(
          await reasonOf(department, { ...sent, data: { ...data, minor: { ...EXAMPLE_CHILD, sex: EXAMPLE_CHILD.sex === '1' ? '2' : '1' } } }),
        );
        if (!mayBeAdult(definition.cls)) reasons.push(await reasonOf(department, { ...sent, data: { ...data, minor: grown } }));
      }
      const expected = ['outside-duty-area', 'identity-mismatch', 'not-a-minor'].slice(0, reasons.length);
      expect([definition.type, ...reasons]).toEqual([definition.type, ...expected]);
    }
    expect(await head()).toBe(before);
    for (const { id } of edge.quarantine.list()) edge.quarantine.drop(id);
  });
});

test('every record that people enter by hand: its example is accepted, whatever is wrong is refused at its pointer by its rule', () => {
  const by = { department: 'hub', source: RECORDS_SOURCE };
  const now = Date.now();
  const judged = (sent: unknown): readonly string[] => {
    const checked = checkEvent(sent, by, { now, policyArea: '990101', language: 'zh' });
    return 'faults' in checked ? checked.faults.map(({ pointer, rule }) => `${pointer} ${rule}`) : [checked.kind];
  };
  const wrong: string[] = [];
  for (const type of ENTERED.keys()) {
    const definition = catalogue.event(type) as EventDefinition;
    expect([type, ...judged(sentOf(definition, 'a', now))]).toEqual([type, 'ok']);
    for (const { what, sent, pointer, rules, besides } of brokenOf(definition, 'b', now)) {
      const faults = judged(sent).filter((one) => one !== besides);
      // Whether a reference is anybody's only the hub knows.
      if (what !== 'an unknown child' && !rules.some((rule) => faults.join() === `${pointer} ${rule}`))
        wrong.push(`${type}, ${what}: ${faults.join(', ')}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(ENTERED.size).toBeGreaterThan(50);
});

async function reasonOf(department: string, sent: unknown): Promise<string> {
  const result = await push(department, sent);
  return 'reason' in result ? String(result.reason) : JSON.stringify(result);
}
