import fc from 'fast-check';
import { EXAMPLE_CHILD, MAX_AHEAD_MS, checkEvent, type Credential } from '.';
import { MOST_FAULTS } from './check-event';
import { NOW, as, call, check, context, example, police, verdict } from './check-event.fixture';

describe('defaults and normal form', () => {
  test('type, id, time, the child and data are enough', () => {
    const { type, id, time, data } = call();
    const checked = check({ type, id, time: '2026-10-12T01:30:00Z', data });
    expect(checked).toMatchObject({
      kind: 'ok',
      event: {
        type,
        id,
        time: '2026-10-12T09:30:00.000+08:00',
        specversion: '1.0',
        source: police.source,
        datacontenttype: 'application/json',
        dataschema: 'urn:lianhu:schema:police.dv-call.received:1',
        area: '990101',
        purpose: 'rescue',
        basis: 'anti-dv-law',
      },
    });
    expect(time).not.toBe('2026-10-12T01:30:00Z');
    expect(Object.keys((checked as { event: object }).event)).not.toContain('orguscc');
  });
  test('what the sender gives stands, what the credential has fills the rest, and `sent` is the event as it came', () => {
    const sent = call({ area: '990101003', purpose: 'investigate', basis: 'dv-law.art-15', datacontenttype: 'application/json; charset=utf-8' });
    const checked = checkEvent(sent, { ...police, area: '990101003', orguscc: 'org-police-001', operatorref: 'op-7' }, context);
    expect(checked).toMatchObject({
      kind: 'ok',
      event: {
        area: '990101003',
        purpose: 'investigate',
        basis: 'dv-law.art-15',
        orguscc: 'org-police-001',
        operatorref: 'op-7',
        datacontenttype: 'application/json',
      },
    });
    expect((checked as { sent: unknown }).sent).toBe(sent);
  });
  test('numbers, names, IDs and moments get their normal form', () => {
    const applied = example('court.protection-order.applied');
    const data = {
      ...(applied['data'] as object),
      caseRef: '（2026）示01民保令〔１〕号 ',
      dueAt: '2026-10-13T01:30:00Z',
      minor: { ...EXAMPLE_CHILD, docNo: '99010120160815019x', birthDate: '2016-08-15', name: '扎西 多吉' },
    };
    expect(check({ ...applied, data }, as('court'))).toMatchObject({
      kind: 'ok',
      event: {
        data: {
          caseRef: '(2026)示01民保令〔1〕号',
          dueAt: '2026-10-13T09:30:00.000+08:00',
          minor: { docNo: '99010120160815019X', name: '扎西·多吉', nameRaw: '扎西 多吉' },
        },
      },
      minor: { docNo: '99010120160815019X' },
    });
  });
});

describe('refusals', () => {
  test.each<[string, unknown, string[]]>([
    ['no object', [], [' object']],
    ['another source', call({ source: 'urn:x' }), ['source-not-yours']],
    ['another department', example('court.family-case.accepted'), ['type-not-yours']],
    ['an undeclared type of another department', call({ type: 'court.x.y' }), ['type-not-yours']],
    ["the hub's type", call({ type: 'hub.day.turned' }), ['type-not-yours']],
    ['an undeclared type', call({ type: 'police.x.y' }), ['/type unknown-type']],
    ['no type', call({ type: undefined }), ['/type required']],
    ['a fraction', call({ data: { ...(call()['data'] as object), repeatIn12m: 0.5 } }), ['/data/repeatIn12m integer']],
    ['null', call({ data: { ...(call()['data'] as object), weapon: null } }), ['/data/weapon null']],
    ['half a character', call({ id: '\uD800' }), ['/id surrogate']],
    ['an id with a line break, for which no receipt could be asked', call({ id: 'JQ\n1' }), ['/id text']],
    ['an id with a tab', call({ id: 'JQ\t1' }), ['/id text']],
    ['no id, no time', call({ id: undefined, time: undefined }), ['/id required', '/time required']],
    ['no data', call({ data: undefined }), ['/subject child-required', '/data required']],
    ['an attribute nobody declared', call({ traceparent: 'x' }), ['/traceparent unknown-attribute']],
    [
      "an attribute named like an object's member",
      JSON.parse(JSON.stringify(call()).replace('{', '{"__proto__":1,"constructor":2,')),
      ['/__proto__ unknown-attribute', '/constructor unknown-attribute'],
    ],
    [
      'wrong fixed attributes',
      call({ specversion: '0.3', datacontenttype: 'text/xml', dataschema: 'urn:x' }),
      ['/specversion specversion', '/datacontenttype datacontenttype', '/dataschema dataschema'],
    ],
    [
      'wrong codes',
      call({ purpose: 'fun', basis: '反家暴法', orguscc: 'X', area: '99', residencearea: '990101' }),
      ['/purpose enum', '/basis basis', '/orguscc organisation', '/area area', '/residencearea residence-area'],
    ],
    ['a time without offset', call({ time: '2026-10-12T09:30:00' }), ['/time date-time']],
    ['a time of long ago', call({ time: '1989-12-31T23:59:59+08:00' }), ['/time too-early']],
  ])('%s', (_name, sent, expected) => expect(verdict(check(sent)).sort()).toEqual([...expected].sort()));

  test('of very many faults the first are listed and the rest is counted', () => {
    const strange = (count: number) => call(Object.fromEntries(Array.from({ length: count }, (_, n) => [`strange${n}`, n])));
    expect(verdict(check(strange(MOST_FAULTS)))).toHaveLength(MOST_FAULTS);
    const found = check(strange(MOST_FAULTS + 12)) as { readonly faults: readonly { readonly message: string }[] };
    expect(found.faults).toHaveLength(MOST_FAULTS + 1);
    expect(found.faults.at(-1)).toEqual({ pointer: '', rule: 'more-faults', message: '另有 12 处错误未列出' });
  });
  test('VR1: five minutes ahead is the limit', () => {
    expect(verdict(check(call({ time: new Date(NOW + MAX_AHEAD_MS).toISOString() })))).toEqual(['ok']);
    expect(verdict(check(call({ time: new Date(NOW + MAX_AHEAD_MS + 1).toISOString() })))).toEqual(['/time future']);
  });
  test('ids have at most 128 characters', () => {
    expect(verdict(check(call({ id: '字'.repeat(128) })))).toEqual(['ok']);
    expect(verdict(check(call({ id: '字'.repeat(129) })))).toEqual(['/id text']);
  });
  test('a member of data stands at its own pointer, in English when asked', () => {
    const checked = checkEvent(call({ data: { minor: EXAMPLE_CHILD, minorRole: 'x' } }), police, { ...context, language: 'en' });
    expect(checked).toMatchObject({
      faults: [
        { pointer: '/data/alarmNo', rule: 'required', message: 'is required' },
        { pointer: '/data/minorRole', rule: 'enum', message: 'is not a code of the list ROLE (victim, witness, doer, seeker)' },
      ],
    });
  });
});

test('VR4 and T23: an area outside the duty area waits for a person, one inside passes, an unknown town of residence is no obstacle', () => {
  const town: Credential = { ...police, area: '990101003' };
  expect(verdict(check(call({ area: '990202001' }))).slice(0, 1)).toEqual(['outside-duty-area']);
  expect(verdict(check(call({ area: '990101' }), town)).slice(0, 1)).toEqual(['outside-duty-area']);
  expect(verdict(check(call({ area: '990101003001' }), town))).toEqual(['ok']);
  expect(verdict(check(call({ residencearea: '990202001' })))).toEqual(['ok']);
});

describe('VR7: nothing personal where people outside see it', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an ID number in id', call({ id: 'JQ-990101201506010014' }), '/id personal-number'],
    ['a phone number in id', call({ id: '15400000000' }), '/id personal-number'],
    ['a student number in id', call({ id: 'G990101201506010014' }), '/id personal-number'],
    ["the child's name in id", call({ id: 'JQ-测试甲-1' }), '/id personal-name'],
    ["a guardian's name in operatorref", call({ operatorref: '测试乙' }), '/operatorref personal-name'],
    ['a phone number in operatorref', call({ operatorref: '154 0000 0000' }), '/operatorref personal-number'],
  ])('%s', (_name, sent, expected) => expect(verdict(check(sent))).toEqual([expected]));
  test('in a clear organisation', () => {
    const birth = example('health.birth.recorded');
    expect(verdict(check({ ...birth, data: { ...(birth['data'] as object), hospital: 'org-990101201506010014' } }, as('health')))).toEqual([
      '/data/hospital personal-number',
    ]);
  });
  test('a number of a document is secret and may hold what it holds', () => {
    expect(verdict(check(call({ data: { alarmNo: '15400000000', minorRole: 'victim', minor: EXAMPLE_CHILD } })))).toEqual(['ok']);
  });
});

describe('rules inside an event', () => {
  const issued = example('court.protection-order.issued');
  const order = (validFrom: string, validTo: string) =>
    verdict(check({ ...issued, data: { ...(issued['data'] as object), validFrom, validTo } }, as('court')));
  test('VR8: a protection order ends on or after its first day and within six months', () => {
    expect(order('2026-10-12', '2026-10-12')).toEqual(['ok']);
    expect(order('2026-10-12', '2026-10-11')).toEqual(['/data/validTo not-before']);
    expect(order('2026-10-12', '2027-04-12')).toEqual(['ok']);
    expect(order('2026-10-12', '2027-04-13')).toEqual(['/data/validTo not-before']);
  });
  test.each([
    [5, ['/data/months minimum']],
    [6, ['ok']],
    [12, ['ok']],
    [13, ['/data/months maximum']],
  ])('VR8: a probation of %i months', (months, expected) => {
    const decided = example('procuratorate.conditional-nonprosecution.decided');
    expect(verdict(check({ ...decided, data: { ...(decided['data'] as object), months } }, as('procuratorate')))).toEqual(expected);
  });
  test('T31: category 15 is refused and the right type is named', () => {
    const listed = example('civil-affairs.minor.listed');
    const checked = check({ ...listed, data: { ...(listed['data'] as object), category: '15' } }, as('civil-affairs'));
    expect(checked).toMatchObject({
      kind: 'invalid',
      faults: [
        { pointer: '/data/category', rule: 'restricted-code', message: expect.stringContaining('procuratorate.victim-minor.listed') as string },
      ],
    });
  });
  test("a mother's age is no field of a birth", () => {
    const birth = example('health.birth.recorded');
    expect(verdict(check({ ...birth, data: { ...(birth['data'] as object), motherAge: 16 } }, as('health')))).toEqual([
      '/data/motherAge unknown-field',
    ]);
  });
});

test('whatever is sent, the answer is a value, and an accepted event is fit for the log', () => {
  const keys = fc.constantFrom('type', 'id', 'time', 'data', 'subject', 'source', 'area', 'basis', 'corrects', '__proto__', 'x');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.array(fc.tuple(keys, fc.jsonValue()), { maxLength: 4 }).map((changes) => ({ ...call(), ...Object.fromEntries(changes) })),
      ),
      (sent) => {
        const checked = check(sent);
        if (checked.kind === 'invalid') expect(checked.faults.length).toBeGreaterThan(0);
        if (checked.kind === 'ok') expect(checked.event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
      },
    ),
    { numRuns: 500 },
  );
});

test('a value that lacks its quotes, or has some too many, is told so; people who fill in forms never read it', () => {
  const message = (data: object): string => {
    const checked = check(call({ data: { ...(call()['data'] as object), ...data } }));
    return checked.kind === 'invalid' ? (checked.faults[0]?.message ?? '') : checked.kind;
  };
  expect(message({ alarmNo: 7 })).toMatch(/须加引号，写成文字$/);
  expect(message({ minorRole: 1 })).toMatch(/须加引号，写成文字$/);
  expect(message({ repeatIn12m: '2' })).toMatch(/不加引号$/);
  expect(message({ weapon: 'true' })).toMatch(/不加引号$/);
  expect(message({ minor: { ...EXAMPLE_CHILD, docNo: 990101201506010000 } })).toMatch(/证件号等号码须加引号，写成文字$/);
  for (const data of [{ alarmNo: ' ' }, { minorRole: '目睹' }, { repeatIn12m: '1.5' }, { weapon: '是' }]) expect(message(data)).not.toContain('引号');
});
