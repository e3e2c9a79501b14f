import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCitizenId } from '@lianhu/standards';
import { call, eventually, lianhu, removeFolder, startApp, type Running } from './testing/running';

/** Rounds of load and a kill; LIANHU_KILL_ROUNDS runs it longer. */
const ROUNDS = Number(process.env['LIANHU_KILL_ROUNDS'] ?? 6);
const SEED = Number(process.env['LIANHU_KILL_SEED'] ?? Date.now() % 1_000_000);
/** Pushers at work at once, each with another way of sending. */
const WAYS = ['single', 'single', 'array', 'stream'] as const;
const RESTARTED_WITHIN_MS = 60_000;

/** A type of each department that names a child. */
const ABOUT_A_CHILD: Readonly<Record<string, string>> = {
  court: 'court.education-order.issued',
  procuratorate: 'procuratorate.guardianship-order.issued',
  police: 'police.alarm.received',
  'civil-affairs': 'civil-affairs.minor.listed',
  education: 'education.absence.flagged',
  health: 'health.child-check.overdue',
};
interface ExportedLine {
  readonly claim: { readonly type: string; readonly id: string };
  readonly bound: { readonly subject?: string };
  readonly stamp: { readonly position: number };
}

/** A small generator, so that a failing run can be run again by its seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe(`kill -9 under load, seed ${SEED}`, () => {
  let folder: string;
  let hub: Running;
  let token: string;
  /** Ids that were answered 200, 201, 202, or on a line of a stream. */
  const answered = new Set<string>();
  let serial = 0;
  let stopping = false;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-kill-'));
    hub = await startApp('standalone', { folder, args: ['--empty'] });
    token = await hub.token('sender', { department: 'police', ttl: '2h' });
  }, RESTARTED_WITHIN_MS);
  afterAll(async () => {
    stopping = true;
    await hub?.stop();
    removeFolder(folder);
  });

  const event = (random: () => number) => {
    const id = `k-${++serial}`;
    const minor = { docType: '99', name: `测试${serial % 40}`, sex: '1', birthDate: '2015-06-01' };
    return {
      type: 'police.alarm.received',
      id,
      time: new Date().toISOString(),
      residencearea: '990101001',
      data: { alarmNo: `A-${id}`, kind: 'dispute', town: '990101001', minorRole: 'witness', injured: random() < 0.1, minor },
    };
  };

  async function pushOnce(way: (typeof WAYS)[number], random: () => number): Promise<void> {
    const events = Array.from({ length: way === 'single' ? 1 : way === 'array' ? 7 : 40 }, () => event(random));
    const options = { token, method: 'POST' } as const;
    const path = '/api/departments/police/events';
    if (way === 'stream') {
      const { text } = await call(hub.url, path, {
        ...options,
        raw: events.map((one) => JSON.stringify(one)).join('\n'),
        type: 'application/x-ndjson',
      });
      for (const line of text.split('\n')) noteLine(line, events);
      return;
    }
    const body = way === 'single' ? events[0] : events;
    const { status } = await call(hub.url, path, {
      ...options,
      body,
      type: way === 'single' ? 'application/cloudevents+json' : 'application/cloudevents-batch+json',
    });
    if ([200, 201, 202].includes(status)) for (const { id } of events) answered.add(id);
  }

  function noteLine(text: string, events: readonly { id: string }[]): void {
    if (text.trim() === '' || !text.endsWith('}')) return;
    try {
      const { line, status } = JSON.parse(text) as { line: number; status: number };
      if ([200, 201, 202].includes(status)) answered.add((events[line - 1] as { id: string }).id);
    } catch {
      // the answer broke off in the middle of a line: nothing was answered there
    }
  }

  async function pusher(way: (typeof WAYS)[number], random: () => number, until: () => boolean): Promise<void> {
    while (!until()) await pushOnce(way, random).catch(() => new Promise((resolve) => setTimeout(resolve, 50)));
  }

  async function restart(): Promise<void> {
    hub = await startApp('standalone', { folder, args: ['--empty'] });
  }

  const postmaster = (): number => Number(readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

  test(
    'whatever was answered stands exactly once, without a gap, and the views are those of a rebuild',
    async () => {
      const random = dice(SEED);
      for (let round = 0; round < ROUNDS; round++) {
        let over = false;
        const pushers = WAYS.map((way) => pusher(way, random, () => over || stopping));
        await new Promise((resolve) => setTimeout(resolve, 300 + random() * 900));
        if (round % 2 === 0) {
          await hub.kill();
          over = true;
          await Promise.all(pushers);
          await restart();
        } else {
          process.kill(postmaster(), 'SIGKILL');
          await new Promise((resolve) => setTimeout(resolve, 700));
          over = true;
          await Promise.all(pushers);
        }
        await eventually(ready, (status) => status === 200, RESTARTED_WITHIN_MS);
      }
      await outboxesEmpty();
      const lines = await exported();
      const seen = new Map<string, number>();
      for (const { claim } of lines) if (claim.type === 'police.alarm.received') seen.set(claim.id, (seen.get(claim.id) ?? 0) + 1);
      expect(answered.size).toBeGreaterThan(ROUNDS * 10);
      expect([...answered].filter((id) => seen.get(id) !== 1)).toEqual([]);
      expect([...seen.values()].every((times) => times === 1)).toBe(true);
      expect(lines.map(({ stamp }) => stamp.position)).toEqual(lines.map((_, at) => at + 1));
      await viewsEqualARebuild(lines.length);
    },
    60_000 + ROUNDS * 30_000,
  );

  test('six departments pushing one unknown child at the same moment, killed in between and pushing again, make one child', async () => {
    const tokens = new Map<string, string>();
    for (const department of Object.keys(ABOUT_A_CHILD)) tokens.set(department, await hub.token('sender', { department, ttl: '2h' }));
    const random = dice(SEED + 1);
    for (const n of [3, 5, 7]) {
      const minor = { docType: '01', docNo: makeCitizenId('990101', '2014-03-02', n), name: '测试乙', sex: '1', birthDate: '2014-03-02' };
      const pushAll = () => Promise.all([...tokens].map(([department, as]) => pushAbout(department, as, `six-${department}-${n}`, minor)));
      const first = pushAll().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      await hub.kill();
      await first;
      await restart();
      const answers = await pushAll();
      expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
      const lines = await exported();
      const subjects = answers.map(({ body }) => lines[body.position - 1]?.bound.subject);
      expect(new Set(subjects).size).toBe(1);
      const firsts = lines.filter(({ bound, claim }) => bound.subject === subjects[0] && claim.type.startsWith('hub.minor.'));
      expect(firsts.map(({ claim }) => claim.type)).toEqual(['hub.minor.registered', ...Array.from({ length: 5 }, () => 'hub.minor.referenced')]);
    }
  }, 180_000);

  /** The catalogue's example of a type about a child, as an event about this one. */
  async function pushAbout(department: string, as: string, id: string, minor: object): Promise<{ status: number; body: { position: number } }> {
    const { body } = await call<{ example: { data: object } }>(hub.url, `/api/catalogue/${ABOUT_A_CHILD[department]}/1`, { token: as });
    const event = { ...body.example, subject: undefined, id, time: '2026-01-05T08:00:00+08:00', data: { ...body.example.data, minor } };
    return call<{ position: number }>(hub.url, `/api/departments/${department}/events`, { token: as, body: event });
  }

  async function ready(): Promise<number> {
    const answer = await call(hub.url, '/health/ready').catch((error: unknown) => {
      throw new Error(`it does not answer any more; its last words:\n${hub.output().slice(-4_000)}`, { cause: error });
    });
    return answer.status;
  }

  async function outboxesEmpty(): Promise<void> {
    const waiting = async () => /lianhu_outbox_events\{department="police"\} (\d+)/.exec((await call(hub.url, '/metrics')).text)?.[1];
    await eventually(waiting, (events) => events === '0', RESTARTED_WITHIN_MS);
  }

  async function exported(): Promise<ExportedLine[]> {
    const { text } = await call(hub.url, '/api/audit/exports', { token: await hub.token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    writeFileSync(join(folder, 'trust'), (await lianhu(folder, 'trust')).stdout);
    const { code, stdout } = await lianhu(folder, 'verify', join(folder, 'export'), '--trust', join(folder, 'trust'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('已证明')]);
    return text
      .split('\n')
      .filter((line) => line.startsWith('{"bound"'))
      .map((line) => JSON.parse(line) as ExportedLine);
  }

  async function viewsEqualARebuild(upTo: number): Promise<void> {
    const rows = async () => {
      const options = { token: await hub.token('auditor'), purpose: 'audit' };
      const all: unknown[] = [];
      for (const path of [`/api/views/overview?minWait=${upTo}`, '/api/views/towns', '/api/views/departments', '/api/views/alerts?size=200'])
        all.push((await call<{ rows: unknown }>(hub.url, path, options)).body.rows);
      for (let page = 1; ; page++) {
        const { body } = await call<{ rows: { minorRef: string }[] }>(hub.url, `/api/views/minors?size=200&page=${page}`, options);
        if (body.rows.length === 0) break;
        all.push(...body.rows);
      }
      return all;
    };
    const live = await rows();
    await hub.stop();
    expect((await lianhu(folder, 'rebuild')).code).toBe(0);
    await restart();
    expect(await rows()).toEqual(live);
  }
});
