import { catalogue, checkEvent, exampleOf, type CheckedEvent } from '@lianhu/catalogue';
import { makeClaim, type EventDefinition } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { sentAgain } from './sent-again';

const NOW = '2026-11-28T10:00:00+08:00';
const making = { receivedat: NOW, salt: new Uint8Array(16), nonce: new Uint8Array(16) };
const ALL = catalogue.all.flatMap(({ id }) => catalogue.eventsOf(id).map((definition) => [id, definition] as const));
/** One of each department and level: the level says what is hidden. */
const SOME = new Map(ALL.map(([id, definition]) => [`${id} ${definition.level}`, [id, definition] as const]));
/** Attributes that the form of a claim hides, cuts, or leaves out. */
const MORE = { residencearea: '990101001001', area: '990101001001', operatorref: 'op-1', correlationid: 'a/b~c', sourceseq: 7 };

const check = (department: string, sent: unknown): CheckedEvent => {
  const source = `urn:lianhu:source:${department}:default`;
  return checkEvent(sent, { department, source, area: '990101' }, { now: Date.parse(NOW), policyArea: '990101', language: 'zh' });
};
const example = (definition: EventDefinition): object => {
  const sent = exampleOf(definition);
  return { ...sent, ...MORE, ...(sent['residencearea'] === undefined && { residencearea: undefined }) };
};

test('an event of any department and level is put together from its claim: nothing is missing, nothing is added, and it passes as it is', () => {
  const passed = [...SOME.values()].filter(([department, definition]) => {
    const first = check(department, example(definition));
    if (first.kind !== 'ok') return false;
    const { claim, values } = makeClaim(std1, definition, { ...first.event, released: true }, { ...making, department });
    const again = sentAgain({ index: 0, path: [], claim, values, sentHash: '', salt: '', sourceSeq: MORE.sourceseq });
    expect(again).toEqual({ ...JSON.parse(JSON.stringify(first.event)), sourceseq: MORE.sourceseq });
    expect(check(department, again)).toMatchObject({ kind: 'ok' });
    return true;
  });
  expect(passed.length).toBeGreaterThan(15);
});
