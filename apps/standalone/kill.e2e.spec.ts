import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, eventually, lianhu, removeFolder, startApp, type Running } from './testing/running';

/** Rounds of load and a kill; LIANHU_KILL_ROUNDS runs it longer. */
const ROUNDS = Number(process.env['LIANHU_KILL_ROUNDS'] ?? 6);
const SEED = Number(process.env['LIANHU_KILL_SEED'] ?? Date.now() % 1_000_000);
/** Pushers at work at once, each with another way of sending. */
const WAYS = ['single', 'single', 'array', 'stream'] as const;
const RESTARTED_WITHIN_MS = 60_000;

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
        await eventually(
          () => call(hub.url, '/health/ready'),
          ({ status }) => status === 200,
          RESTARTED_WITHIN_MS,
        );
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

  async function outboxesEmpty(): Promise<void> {
    const waiting = async () => /lianhu_outbox_events\{department="police"\} (\d+)/.exec((await call(hub.url, '/metrics')).text)?.[1];
    await eventually(waiting, (events) => events === '0', RESTARTED_WITHIN_MS);
  }

  async function exported(): Promise<{ claim: { type: string; id: string }; stamp: { position: number } }[]> {
    const { text } = await call(hub.url, '/api/audit/exports', { token: await hub.token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    writeFileSync(join(folder, 'trust'), (await lianhu(folder, 'trust')).stdout);
    const { code, stdout } = await lianhu(folder, 'verify', join(folder, 'export'), '--trust', join(folder, 'trust'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('已证明')]);
    return text
      .split('\n')
      .filter((line) => line.startsWith('{"bound"'))
      .map((line) => JSON.parse(line) as { claim: { type: string; id: string }; stamp: { position: number } });
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
