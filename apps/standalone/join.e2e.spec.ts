import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openIssuer, type Role } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { call, eventually, removeFolder, startApp, type Running } from './testing/running';

/** Children whom both departments push, and so many more for each alone. */
const [SHARED, OWN] = [8, 2];
const DAY_MS = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
const child = (n: number) => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2015-06-01', 2 * n + 1),
  name: `测试${n}`,
  sex: '1',
  birthDate: '2015-06-01',
});

/** Everything that somebody of a party fetched, and the order in which its lists named children. */
interface Material {
  readonly texts: readonly string[];
  readonly order: readonly string[];
}
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * Long marks by which one file's record could be found again in another: references, handles, hashes, salts, numbers of papers.
 * Names are no such marks here: who is shown one may know it.
 */
const marksIn = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => text.match(/[A-Za-z0-9+/_-]{16,}={0,2}|\b\d{17}[\dX]\b/g) ?? []).filter((mark) => /\d|[A-Z]/.test(mark)));

/** Positions anywhere within what speaks of a child: within an object that has its reference, or a claim. */
function positionsIn(value: Json, into: Set<number>, within = false): Set<number> {
  if (Array.isArray(value)) for (const one of value as Json[]) positionsIn(one, into, within);
  else if (typeof value === 'object' && value !== null) {
    const members = value as { readonly [name: string]: Json };
    const speaks = within || 'minorRef' in members || 'claim' in members;
    if (speaks && typeof members['position'] === 'number') into.add(members['position']);
    for (const member of Object.values(members)) positionsIn(member, into, speaks);
  }
  return into;
}

/** All hashes that anybody computes from stubs: every subtree of the log's tree. Source: RFC 6962, §2.1. */
function publicHashes(leaves: readonly string[]): Set<string> {
  const known = new Map<string, Buffer>();
  const root = (from: number, to: number): Buffer => {
    const name = `${from}-${to}`;
    let hash = known.get(name);
    if (!hash) {
      const split = 2 ** Math.ceil(Math.log2(to - from)) / 2;
      hash =
        to - from === 1
          ? Buffer.from(leaves[from] as string, 'base64')
          : createHash('sha256')
              .update(Buffer.concat([Buffer.of(1), root(from, from + split), root(from + split, to)]))
              .digest();
      known.set(name, hash);
    }
    return hash;
  };
  for (let from = 0; from < leaves.length; from++) for (let to = from + 1; to <= leaves.length; to++) root(from, to);
  return new Set([...known.values()].map((hash) => hash.toString('base64')));
}

describe('what two parties can fetch cannot be joined child by child', () => {
  let hub: Running;
  const materials = new Map<string, Material>();
  const firsts = new Map<string, number[]>();
  let leaves: readonly string[] = [];

  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    await quiet();
    await pushAll();
    for (const party of ['police', 'education', 'court', 'procuratorate']) materials.set(party, await fetchedBy(party));
    materials.set('office', await fetchedBy(undefined));
    const stubs = JSON.parse((await get(await token('sender', 'procuratorate'), '/api/log/events?after=0&limit=1000')).at(-1) ?? '') as {
      lines: { leafHash?: string; claim?: string; position: number }[];
    };
    leaves = await leavesOf(stubs.lines.length);
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const token = async (role: Role, department?: string): Promise<string> => {
    const issuer = await openIssuer(join(hub.folder, 'keys'), std1);
    const source = role === 'sender' ? { source: `urn:lianhu:source:${department}:default` } : {};
    return issuer.issue(
      { name: `${role}-${department ?? 'office'}`, role, area: '990101', ...(department === undefined ? {} : { department }), ...source },
      3_600,
    );
  };
  const push = async (department: string, event: object): Promise<{ position: number; minorRef?: string }> => {
    const answer = await call<{ position: number; minorRef?: string }>(hub.url, `/api/departments/${department}/events`, {
      token: await token('sender', department),
      body: event,
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body;
  };
  const get = async (bearer: string, ...paths: readonly string[]): Promise<string[]> =>
    Promise.all(paths.map(async (path) => (await call(hub.url, path, { token: bearer, purpose: 'rescue' })).text));

  /** What a hub appends of itself at its start has been appended. */
  const quiet = async (): Promise<void> => {
    const bearer = await token('auditor');
    const anchors = () => call<{ lines: object[] }>(hub.url, '/api/log/events?type=hub.access-log.anchored', { token: bearer, purpose: 'audit' });
    await eventually(anchors, ({ body }) => body.lines.length > 0, 30_000);
  };

  /** Whoever follows the log has seen all of it, and appends no more. */
  const followed = async (): Promise<void> => {
    const bearer = await token('auditor');
    const read = async () => {
      const { body } = await call<{ followers: { position: number }[] }>(hub.url, '/api/followers', { token: bearer });
      const head = await call<{ position: number }>(hub.url, '/api/log/head', { token: bearer });
      return body.followers.map(({ position }) => head.body.position - position);
    };
    await eventually(read, (behind) => behind.every((n) => n === 0));
  };

  /** Both departments know the eight; police speaks first of four of them, education of the other four. One incident, one restricted report. */
  async function pushAll(): Promise<void> {
    const dvCall = (n: number, day: number) => ({
      type: 'police.dv-call.received',
      id: `dv-${n}-${day}`,
      time: ago(day),
      correlationid: 'incident-1',
      residencearea: '990101001',
      data: { alarmNo: `J${n}`, minorRole: 'witness', minor: child(n) },
    });
    const absence = (n: number, day: number, days = 1) => ({
      type: 'education.absence.flagged',
      id: `ab-${n}-${day}`,
      time: ago(day),
      correlationid: 'incident-1',
      residencearea: '990101001',
      data: { days, contacted: false, since: ago(day).slice(0, 10), minor: child(n) },
    });
    const first = async (department: string, event: object): Promise<void> => {
      await followed();
      const { position } = await call<{ position: number }>(hub.url, '/api/log/head', { token: await token('sender', department) }).then(
        ({ body }) => body,
      );
      const receipt = await push(department, event);
      firsts.set(department, [...(firsts.get(department) ?? []), receipt.position - position]);
    };
    for (let n = 0; n < SHARED; n++) {
      const [one, other] = n % 2 === 0 ? (['police', 'education'] as const) : (['education', 'police'] as const);
      const eventOf = { police: dvCall(n, 3), education: absence(n, 3) };
      await first(one, eventOf[one]);
      await first(other, eventOf[other]);
    }
    for (let n = SHARED; n < SHARED + OWN; n++) {
      await first('police', dvCall(n, 2));
      await first('education', absence(n + OWN, 2));
    }
    // Enough for an alert, so that the office's desk holds one.
    await push('education', absence(0, 1, 2));
    for (const [department, type] of [
      ['court', 'court.protection-order.applied'],
      ['education', 'education.harm.suspected'],
    ] as const)
      await pushExample(department, type, child(0));
  }

  /** The catalogue's example of a restricted type, about a child that others know. */
  async function pushExample(department: string, type: string, minor: object): Promise<void> {
    const { body } = await call<{ example: { data: object } }>(hub.url, `/api/catalogue/${type}/1`, { token: await token('sender', department) });
    const { data, ...rest } = body.example;
    await push(department, { ...rest, id: `restricted-${department}`, time: ago(1), subject: undefined, data: { ...data, minor } });
  }

  /** What all roles of a department, or the office, get from every route that gives anything. */
  async function fetchedBy(department: string | undefined): Promise<Material> {
    const texts: string[] = [];
    const roles: Role[] = department === undefined ? ['office', 'office-lead'] : ['sender', 'data-officer', 'department-lead', 'case-officer'];
    let order: string[] = [];
    for (const role of roles) {
      const bearer = await token(role, department);
      const pages = [
        '/api/log/head',
        '/api/log/events?after=0&limit=1000',
        '/api/log/events?after=0&limit=3&department=police',
        '/api/views/overview',
      ];
      const boards = [
        '/api/views/towns',
        '/api/views/departments',
        '/api/views/alerts',
        '/api/views/minors?size=100',
        department === undefined ? '/api/views/inbox' : `/api/departments/${department}/inbox`,
        '/api/reports/quarterly/2026-Q4',
      ];
      texts.push(...(await get(bearer, ...pages, ...boards)));
      const ids = texts.flatMap((text) => [...text.matchAll(/"id":"([\w-]+)"/g)].map(([, id]) => id as string));
      if (department !== undefined)
        texts.push(...(await get(bearer, ...new Set(ids.map((id) => `/api/departments/${department}/receipts?id=${id}`)))));
      const list =
        (await call<{ rows?: { minorRef: string }[] }>(hub.url, '/api/views/minors?size=100', { token: bearer, purpose: 'rescue' })).body.rows ?? [];
      if (list.length > 0) order = list.map(({ minorRef }) => minorRef);
      texts.push(...(await get(bearer, ...list.map(({ minorRef }) => `/api/views/minors/${minorRef}`))));
    }
    return { texts, order };
  }

  const leavesOf = async (count: number): Promise<string[]> => {
    const auditor = await token('auditor');
    const pages = await call<{ lines: { claim: object; stamp: object; bound: object }[] }>(hub.url, `/api/log/events?after=0&limit=${count}`, {
      token: auditor,
      purpose: 'audit',
    });
    const hash = (...parts: (string | Buffer)[]): Buffer =>
      parts.reduce<ReturnType<typeof createHash>>((sum, part) => sum.update(part), createHash('sha256')).digest();
    const part = (value: object): Buffer => hash(JSON.stringify(value));
    return pages.body.lines.map(({ claim, stamp, bound }) => hash(Buffer.of(0), part(claim), part(stamp), part(bound)).toString('base64'));
  };

  const textsOf = (party: string): readonly string[] => (materials.get(party) as Material).texts;

  test('the parties got something worth joining', () => {
    for (const party of ['police', 'education'])
      expect(
        textsOf(party)
          .join('\n')
          .match(/minor-[\w-]{22}/g)?.length,
      ).toBeGreaterThan(SHARED);
    expect(textsOf('office').join('\n')).toContain('"R01"');
    expect((materials.get('office') as Material).order.length).toBe(SHARED + 2 * OWN);
    expect(leaves.length).toBeGreaterThan(2 * SHARED);
  });

  test.each([
    ['police', 'education'],
    ['police', 'office'],
    ['education', 'office'],
    ['court', 'education'],
    ['court', 'police'],
    ['court', 'office'],
  ])('no reference, handle, hash, number or name stands with %s and %s, but what a bystander sees too', (one, other) => {
    const bystander = marksIn(textsOf('procuratorate'));
    const known = publicHashes(leaves);
    const others = marksIn(textsOf(other));
    const joins = [...marksIn(textsOf(one))].filter((mark) => others.has(mark) && !bystander.has(mark) && !known.has(mark));
    expect(joins).toEqual([]);
  });

  test('no position stands beside a child with two parties', () => {
    const positions = (party: string): Set<number> => textsOf(party).reduce((into, text) => positionsIn(parsed(text), into), new Set<number>());
    const everybodys = positions('procuratorate');
    const [police, education, office] = ['police', 'education', 'office'].map((party) => [...positions(party)].filter((one) => !everybodys.has(one)));
    expect(Math.min(police?.length ?? 0, education?.length ?? 0)).toBeGreaterThanOrEqual(SHARED);
    expect(police?.filter((position) => education?.includes(position))).toEqual([]);
    expect(office).toEqual([]);
  });

  test('a first push takes as many positions whether others knew the child or not', () => {
    expect(new Set([...firsts.values()].flat())).toEqual(new Set([2]));
  });

  test('lists stand in an order of their own: sorted by references that nobody shares', () => {
    for (const party of ['police', 'education']) {
      const { order } = materials.get(party) as Material;
      expect(order).toEqual([...order].sort());
    }
  });
});

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
