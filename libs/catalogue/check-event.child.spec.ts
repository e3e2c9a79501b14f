import { EXAMPLE_CHILD } from '.';
import { as, call, check, childOf, example, verdict } from './check-event.fixture';

describe('the child', () => {
  const SUBJECT = `minor-${'A'.repeat(22)}`;
  const { minor: _minor, ...plain } = call()['data'] as { minor: unknown };
  test('by the own reference or by the identity block, never both, never a token', () => {
    expect(verdict(check(call({ subject: SUBJECT, data: plain })))).toEqual(['ok']);
    expect(verdict(check(call({ subject: SUBJECT })))).toEqual(['/subject one-child']);
    expect(verdict(check(call({ data: plain })))).toEqual(['/subject child-required']);
  });
  test('a reference of wrong form is answered like an unknown one', () => {
    const answers = [`child-${'A'.repeat(22)}`, 'case-x', `${SUBJECT}A`, 7, {}].map((subject) => check(call({ subject, data: plain })));
    for (const answer of answers)
      expect(answer).toEqual({ kind: 'invalid', faults: [{ pointer: '/subject', rule: 'subject', message: '编号不存在，或不是本部门的编号' }] });
  });
  test('none where the type has none', () => {
    const found = example('procuratorate.unreported-case.found');
    expect(verdict(check(found, as('procuratorate')))).toEqual(['ok']);
    expect(verdict(check({ ...found, subject: SUBJECT }, as('procuratorate')))).toEqual(['/subject no-child']);
    expect(verdict(check({ ...found, data: { ...(found['data'] as object), minor: EXAMPLE_CHILD } }, as('procuratorate')))).toEqual([
      '/data/minor no-child',
    ]);
  });
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'T01 an adult since long',
      { docNo: '11010519491231002X', birthDate: '1949-12-31', sex: '2' },
      ['not-a-minor', '/data/minor/birthDate not-a-minor'],
    ],
    ['T02 the same', { docNo: '440524188001010014', birthDate: '1880-01-01' }, ['not-a-minor', '/data/minor/birthDate not-a-minor']],
    ['T03', { docNo: '990101201506010014' }, ['ok']],
    ['T04 the sex disagrees', { docNo: '990101201506010022' }, ['identity-mismatch', '/data/minor/sex identity-mismatch']],
    ['the birth date disagrees', { birthDate: '2015-06-02' }, ['identity-mismatch', '/data/minor/birthDate identity-mismatch']],
    ['T07 check digit', { docNo: '990101201506010015' }, ['/data/minor/docNo citizen-id']],
    ['T08 31 June', { docNo: '990101201506310017' }, ['/data/minor/docNo citizen-id']],
    ['T09 29 February 2019', { docNo: '990101201902290011' }, ['/data/minor/docNo citizen-id']],
    [
      'T11 born in the future',
      { docNo: '990101202612310015', birthDate: '2026-12-31' },
      ['/data/minor/birthDate future', '/data/minor/docNo future'],
    ],
    ['T15 fifteen digits', { docNo: '990101150601001' }, ['/data/minor/docNo citizen-id-15']],
    ['born after the event', { docType: '99', docNo: undefined, birthDate: '2026-10-13' }, ['not-yet-born', '/data/minor/birthDate not-yet-born']],
    ['no number', { docNo: undefined }, ['/data/minor/docNo required']],
    [
      'no name, wrong sex, an extra member',
      { name: undefined, sex: 1, race: 'x' },
      ['/data/minor/race unknown-field', '/data/minor/name required', '/data/minor/sex enum'],
    ],
    ['a name of separators only', { name: '··' }, ['/data/minor/name text']],
    ['a guardian without relation', { guardians: [{ name: '测试乙' }] }, ['/data/minor/guardians/0/rel required']],
    ['seven guardians', { guardians: Array.from({ length: 7 }, () => ({ name: '测试乙', rel: 'mother' })) }, ['/data/minor/guardians max-items']],
  ])('%s', (_name, over, expected) => expect(verdict(check(childOf(over))).sort()).toEqual([...expected].sort()));

  test('T12 and T13: 18 on the day is out, 18 tomorrow is in', () => {
    const at = (docNo: string, birthDate: string, sex: string) =>
      verdict(check({ ...childOf({ docNo, birthDate, sex }), time: '2026-11-21T00:00:00+08:00' }));
    expect(at('990101200811210050', '2008-11-21', '1')[0]).toBe('not-a-minor');
    expect(at('99010120081122003X', '2008-11-22', '1')).toEqual(['ok']);
  });
  test('leaving a list on coming of age is about somebody of 18', () => {
    const delisted = example('civil-affairs.minor.delisted');
    const minor = { ...EXAMPLE_CHILD, docNo: '990101200811210050', birthDate: '2008-11-21' };
    expect(
      verdict(check({ ...delisted, time: '2026-11-21T09:00:00+08:00', data: { category: '04', reason: 'adult', minor } }, as('civil-affairs'))),
    ).toEqual(['ok']);
  });
});
