import { makeCitizenId } from '@lianhu/standards';
import { call, eventually, removeFolder, settled, startApp, type Running } from './testing/running';

const DAY_MS = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
const mother = { name: '溪守兰', rel: 'mother', docType: '01', docNo: makeCitizenId('990102', '1988-03-02', 22), phone: '15400000001' };
const own = { name: '溪若云', sex: '2', birthDate: '2015-06-01', guardians: [mother], areaHousehold: '990101003201' };
const numbered = { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 22), ...own };

interface Pair {
  readonly id: string;
  readonly score: number;
  readonly agreements: Readonly<Record<string, string>>;
  readonly first?: { readonly verdict: string; readonly mine: boolean; readonly events?: readonly string[] };
  readonly files: readonly { readonly minorRef: string; readonly name: string; readonly docNo?: string }[];
}

describe('two files of one child, on a running hub', () => {
  let hub: Running;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    for (const [name, role, more] of [
      ['police', 'sender', { department: 'police' }],
      ['education', 'sender', { department: 'education' }],
      ['wang', 'office', { name: 'office-wang' }],
      ['li', 'office-lead', { name: 'office-li' }],
      ['auditor', 'auditor', {}],
      ['leader', 'leader', {}],
      ['police-lead', 'department-lead', { department: 'police' }],
      ['education-lead', 'department-lead', { department: 'education' }],
      ['town', 'town', { town: '990101003' }],
    ] as const)
      tokens.set(name, await hub.token(role, more));
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const ask = <T = Record<string, never>>(who: string, path: string, body?: object) =>
    call<T>(hub.url, path, { token: tokens.get(who), purpose: who === 'auditor' ? 'audit' : 'rescue', ...(body && { body }) });
  const push = async (
    department: string,
    type: string,
    id: string,
    day: number,
    minor: object,
    data: object,
  ): Promise<{ minorRef: string; position: number }> => {
    const event = { type: `${department}.${type}`, id, time: ago(day), residencearea: '990101003', data: { ...data, minor } };
    const { status, body, text } = await ask<{ minorRef: string; position: number }>(department, `/api/departments/${department}/events`, event);
    if (status !== 201) throw new Error(`${status} ${text}`);
    return body;
  };
  const pairs = async (state = 'open'): Promise<readonly Pair[]> =>
    (await ask<{ rows: Pair[] }>('wang', `/api/identity/reviews?state=${state}`)).body.rows;
  const say = (who: string, id: string, verdict: string, reason: string) =>
    ask<{ state: string; position: number }>(who, `/api/identity/reviews/${id}/${verdict}`, { reason });
  /** Notices that a file was wrong, in a department's inbox or a place's own. */
  const told = async (who: string, department?: string): Promise<readonly { kind: string; minorRef?: string }[]> => {
    const path = department === undefined ? '/api/views/inbox?size=100' : `/api/departments/${department}/inbox?size=100`;
    const { rows } = (await ask<{ rows: { title?: string; kind: string; minorRef?: string }[] }>(who, path)).body;
    return rows.filter(({ title }) => title?.includes('曾误含另一名未成年人'));
  };
  /** What people see, when everything up to now has been decided and shown. */
  const seen = async (): Promise<string> => {
    await settled(hub);
    const texts = await Promise.all(
      ['/api/views/minors', '/api/views/towns', '/api/views/alerts?state=unclosed'].map(async (path) => {
        const { rows, total } = (await ask<{ rows: Record<string, unknown>[]; total?: number }>('wang', path)).body;
        return JSON.stringify({ rows, total });
      }),
    );
    return texts.join('\n');
  };

  test('a temporary person is proposed; two people merge it, all views and alerts take it for one child; two split it, and all is as before', async () => {
    const school = await push(
      'education',
      'absence.flagged',
      'ab-1',
      4,
      { docType: '99', ...own },
      { days: 3, contacted: false, since: ago(6).slice(0, 10) },
    );
    await push('police', 'dv-call.received', 'dv-1', 3, numbered, { alarmNo: 'J1', minorRole: 'witness' });
    const before = await seen();
    expect(before).toContain('"total":2');
    expect(before).not.toContain('R01');

    const [pair] = await eventually(pairs, (list) => list.length > 0);
    expect(pair).toMatchObject({ agreements: { name: 'same', guardian: 'same', birthDate: 'same' } });
    expect(pair!.files.map(({ name }) => name)).toEqual(['溪若云', '溪若云']);
    expect(pair!.files[0]!.docNo).toMatch(/^…[\dX]{4}$/);

    expect((await ask('leader', '/api/identity/reviews')).status).toBe(403);
    expect((await say('wang', pair!.id, 'same', '')).status).toBe(422);
    expect((await say('wang', pair!.id, 'same', '监护人和生日一致')).body).toMatchObject({ state: 'second' });
    expect((await say('wang', pair!.id, 'same', '再次确认')).status).toBe(409);
    expect((await pairs())[0]!.first).toEqual({ verdict: 'same', mine: true });
    const merged = await say('li', pair!.id, 'same', '已电话核实');
    expect(merged.body).toMatchObject({ state: 'merged' });

    const together = await eventually(seen, (text) => text.includes('R01'));
    expect(together).toContain('"total":1');
    expect(await pairs()).toEqual([]);
    const file = (await ask<{ timeline: { type: string }[] }>('wang', `/api/views/minors/${encodeURIComponent(pair!.files[1]!.minorRef)}`)).body;
    expect(file.timeline.map(({ type }) => type)).toEqual(expect.arrayContaining(['police.dv-call.received', 'education.absence.flagged']));
    // The police and the town read it, the school does not.
    for (const who of ['police-lead', 'town']) expect((await ask<{ rows: object[] }>(who, '/api/views/minors')).body.rows).toHaveLength(1);
    expect(await told('police-lead', 'police')).toEqual([]);
    // The school goes on with its own reference.
    const more = {
      type: 'education.absence.flagged',
      id: 'ab-2',
      time: ago(1),
      subject: school.minorRef,
      data: { days: 1, contacted: true, since: ago(1).slice(0, 10) },
    };
    expect((await ask('education', '/api/departments/education/events', more)).status).toBe(201);

    const [again] = await eventually(
      () => pairs('merged'),
      (list) => list.length > 0,
    );
    expect(again!.id).toBe(pair!.id);
    expect((await say('li', again!.id, 'split', '学校更正了生日')).body).toMatchObject({ state: 'second' });
    expect((await say('wang', again!.id, 'split', '确认不是同一人')).body).toMatchObject({ state: 'different' });
    const apart = await eventually(seen, (text) => !text.includes('R01') && text.includes('"total":2'));
    // The school has said one thing more meanwhile.
    const without = (text: string): string => text.replaceAll(/"lastEventAt":"[^"]*"/g, '');
    expect(without(apart)).toBe(without(before));
  });

  test('whoever read the file while it held two children is told so, of the child that it knows, and nothing of the other', async () => {
    const [notice] = await eventually(
      () => told('police-lead', 'police'),
      (list) => list.length > 0,
    );
    const { rows } = (await ask<{ rows: { minorRef: string }[] }>('police-lead', '/api/views/minors')).body;
    expect(notice).toMatchObject({ kind: 'correction', minorRef: rows[0]?.minorRef });
    expect([(await told('town')).length, (await told('wang')).length, await told('education-lead', 'education')]).toEqual([1, 1, []]);
    const { text } = await ask('auditor', '/api/audit/exports', {});
    const split = text.split('\n').find((line) => line.includes('"type":"hub.record.split"')) ?? '';
    const { bound } = JSON.parse(split) as { bound: { subject: string; other: string } };
    expect(bound.other).toMatch(/^child-/);
    for (const line of text.split('\n').filter((one) => one.includes('"type":"hub.notice.sent"') && one.includes('"kind":"correction"')))
      expect([bound.subject, bound.other].filter((child) => line.includes(child))).toHaveLength(1);
  });

  test('a sender named the wrong child: two people move the one event; both files and all alerts are as if nobody had been wrong', async () => {
    const files = async (refs: readonly string[]): Promise<string> => {
      const shown = await Promise.all(
        refs.map(async (ref) => {
          const { status, body } = await ask<{ minor: object; timeline: { type: string }[] }>('wang', `/api/views/minors/${encodeURIComponent(ref)}`);
          if (status !== 200) return String(status);
          const { minor, timeline } = body;
          return JSON.stringify([minor, timeline.filter(({ type }) => !type.startsWith('hub.')).map(({ type }) => type)]);
        }),
      );
      return shown.join('\n');
    };
    const officeRef = async (number: string): Promise<string> => {
      const { rows } = (await ask<{ rows: { minorRef: string }[] }>('wang', '/api/minors/find', { docNo: number })).body;
      return rows[0]?.minorRef ?? '';
    };
    const others = [1, 2].map((n) => ({
      ...numbered,
      name: `星小${n === 1 ? '满' : '寒'}`,
      docNo: makeCitizenId('990101', '2015-06-01', 60 + 2 * n),
      guardians: [],
    }));
    const absence = { days: 3, contacted: false, since: ago(6).slice(0, 10) };
    await push('education', 'absence.flagged', 'ab-3', 4, others[0]!, absence);
    await push('education', 'student.returned', 'rt-3', 4, others[1]!, { at: ago(4).slice(0, 10) });
    // A child is found in the view, so that must have it.
    await settled(hub);
    const refs = [await officeRef(others[0]!.docNo), await officeRef(others[1]!.docNo)];
    const before = [await seen(), await files(refs)];
    expect([before[1]!.includes('absence.flagged'), before[1]!.includes('student.returned')]).toEqual([true, true]);

    // The police choose the pupil with the absence, and mean the other one.
    await push('police', 'dv-call.received', 'dv-3', 3, others[0]!, { alarmNo: 'J3', minorRole: 'witness' });
    expect(await eventually(seen, (text) => text.includes('R01'))).not.toBe(before[0]);
    const { id } = (await ask<{ id: string }>('wang', '/api/identity/reviews', { files: refs })).body;
    const { timeline } = (await ask<{ timeline: { type: string; handle: string }[] }>('wang', `/api/views/minors/${encodeURIComponent(refs[0]!)}`))
      .body;
    const events = timeline.filter(({ type }) => type === 'police.dv-call.received').map(({ handle }) => handle);
    const move = (who: string, more: object) =>
      ask<{ state: string }>(who, `/api/identity/reviews/${id}/split`, { reason: '派出所选错学生', file: refs[0], events, ...more });
    expect((await move('wang', { file: refs[1] })).status).toBe(422);
    expect((await move('wang', {})).body.state).toBe('second');
    expect((await pairs()).find((pair) => pair.id === id)?.first).toEqual({ verdict: 'split', mine: true, events });
    expect((await move('li', {})).body.state).toBe('different');
    await eventually(seen, (text) => !text.includes('R01'));

    expect(await files([refs[0]!])).toBe(before[1]!.split('\n')[0]);
    expect(await files([refs[1]!])).toContain('police.dv-call.received');
  });

  test('every word and reading is on record, and an export still proves the log', async () => {
    const { text } = await ask('auditor', '/api/audit/exports', {});
    for (const [type, times] of [
      ['hub.record.reviewed', 6],
      ['hub.record.merged', 1],
      ['hub.record.split', 2],
      // Raised at the merge, and more evidence while it was open; and what the wrong child's call had raised.
      ['hub.alert.retracted', 3],
    ] as const)
      expect([type, text.split('\n').filter((line) => line.includes(`"type":"${type}"`)).length]).toEqual([type, times]);
    expect(text).not.toContain('溪若云');
    expect(text).not.toContain('已电话核实');
    const { body } = await ask<{ rows?: { route: string }[] }>('auditor', '/api/audit/accesses');
    expect(JSON.stringify(body)).toContain('identity.reviews');
  });
});
