import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert, Notice, Session } from '../api/types';
import { USERS } from './fake-accounts';
import { departments, overview, towns } from './fake-board';
import { FakeEntry } from './fake-entry.fixture';
import { at, forTown, makeAlerts, MINORS, refOf } from './fake-county';
import { minorFile } from './fake-file';
import { FakeDesk } from './fake-desk';
import { fakeLines } from './fake-lines';
import { FakeFiles } from './fake-files';
import { FakeIdentity } from './fake-identity.fixture';
import { FakePeople } from './fake-people.fixture';
import { bodyOf, json, Refusal } from './fake-http.fixture';
import { FakeRestatement } from './fake-restatement';
import { makeNotices } from './fake-inbox';
import type { RealFigures } from './real-figures.fixture';
import { fakeReport, fakeVerdict, QUARTERS } from './fake-report';
import { serveFile } from './serve-file';

/** What a test may change or look at. */
export interface FakeServer {
  readonly url: string;
  readonly alerts: Alert[];
  readonly commands: unknown[];
  /** How often the stream of hints was asked for. */
  readonly streamsAsked: number;
  readonly desk: FakeDesk;
  readonly files: FakeFiles;
  readonly identity: FakeIdentity;
  readonly restatement: FakeRestatement;
  readonly people: FakePeople;
  /** What forms have sent. */
  readonly entry: FakeEntry;
  loading?: Session['loading'];
  /** Figures as the server makes them, instead of made-up ones. */
  figures?: RealFigures;
  /** A problem to answer on a path, e.g. to see the error state. */
  readonly failing: Map<string, { status: number; type: string; title: string; detail?: string }>;
  hint(view: string): void;
  /** Streams end; with `signedOut` every session too, as by an operator. */
  cut(signedOut: boolean): void;
  stop(): Promise<void>;
}
/** `unclosed` is open or acknowledged. */
const inState = (state: string, wanted: string | null): boolean => (wanted === 'unclosed' ? state !== 'closed' : wanted === null || wanted === state);

/** The public API's shapes over invented data in memory, for building and testing the pages without the backend. */
class Fake {
  readonly streams = new Set<ServerResponse>();
  streamsAsked = 0;
  readonly alerts = makeAlerts();
  notices: readonly Notice[] = makeNotices();
  readonly commands: unknown[] = [];
  readonly desk = new FakeDesk();
  readonly files = new FakeFiles();
  readonly identity = new FakeIdentity();
  readonly restatement = new FakeRestatement();
  readonly entry = new FakeEntry();
  readonly people = new FakePeople();
  readonly failing: FakeServer['failing'] = new Map();
  readonly quarters = QUARTERS.map((quarter) => ({ ...quarter }));
  loading?: Session['loading'];
  figures?: RealFigures;
  private readonly asOf = { position: 20_113, recordedAt: at(-0.02) };

  rows(rows: readonly unknown[], total = rows.length): object {
    return { rows, total, asOf: this.asOf, freshness: [] };
  }

  minors(query: URLSearchParams, role: string): object {
    const page = Number(query.get('page') ?? 1);
    const size = Number(query.get('size') ?? 20);
    const wanted = (name: string): string | undefined => query.get(name) ?? undefined;
    const found = MINORS.filter(
      (row) =>
        (wanted('town') ?? row.town) === row.town &&
        (wanted('category') === undefined || row.categories?.includes(wanted('category') ?? '')) &&
        (wanted('alertLevel') === undefined || String(row.alertLevel) === wanted('alertLevel')),
    ).map((row) =>
      role === 'auditor'
        ? { ...row, name: undefined, village: undefined, villageName: undefined, minorRef: row.minorRef.replace('minor', 'child') }
        : row,
    );
    return this.rows(found.slice((page - 1) * size, page * size), found.length);
  }
  find({ name = '' }: { name?: string }): object {
    return { rows: MINORS.filter((row) => row.name?.includes(name)).slice(0, 10) };
  }
  view(path: string, query: URLSearchParams, role: string): unknown {
    const [, , , name, ref] = path.split('/');
    if (name === 'overview') return this.rows([overview(this.alerts)]);
    if (name === 'towns') return this.rows(towns(this.alerts));
    if (name === 'departments') return this.rows(departments());
    if (name === 'alerts')
      return this.rows(
        this.alerts
          .filter(({ level }) => (query.get('level') ?? String(level)) === String(level))
          .filter(({ state }) => inState(state, query.get('state')))
          .map((alert) => (role === 'town' ? forTown(alert) : alert)),
      );
    if (name === 'minors' && ref === undefined) return this.minors(query, role);
    const file = name === 'minors' ? minorFile(decodeURIComponent(ref ?? ''), role === 'auditor', query) : undefined;
    if (file === undefined) throw new Refusal(404, 'not-found', '未找到');
    return file;
  }
  inbox(path: string, query: URLSearchParams, body: string): unknown {
    const [id, name] = path.split('/inbox/')[1]?.split('/') ?? [];
    if (id === undefined) {
      const wanted = ({ urgent, overdue, open }: Notice): boolean =>
        (query.get('urgent') === null || urgent === true) &&
        (query.get('overdue') === null || overdue === true) &&
        (query.get('state') === null || open === true);
      return this.rows(this.notices.filter(wanted));
    }
    const { reason } = JSON.parse(body) as { reason?: string };
    this.commands.push({ notice: id, name, reason });
    const states = { receipt: 'receipted', accept: 'accepted', return: 'returned', complete: 'completed' } as const;
    const state = states[name as keyof typeof states];
    this.notices = this.notices.map((each) => (each.notice === id ? { ...each, state, open: state === 'receipted' || state === 'accepted' } : each));
    return { notice: id, state, position: 20_115 };
  }
  command(name: string, body: { alert: string; verdict?: string; seen?: { on: string } }): unknown {
    const index = this.alerts.findIndex(({ alert }) => alert === body.alert);
    const alert = this.alerts[index];
    if (alert === undefined || alert.state === 'closed') throw new Refusal(409, 'refused', '当前状态下不能执行该操作');
    const version = (alert.version ?? 1) + 1;
    const next =
      name === 'close'
        ? { state: 'closed' as const, closedAt: at(0), verdict: body.verdict, seenOn: body.seen?.on, overdue: false }
        : { state: 'acknowledged' as const, acknowledgedAt: at(0) };
    this.alerts[index] = { ...alert, ...next, version };
    this.commands.push({ name, ...body });
    return { case: body.alert, version, position: 20_114 };
  }
  report(path: string, query: URLSearchParams, method: string, body: string): unknown {
    const [, , , , quarter, part] = path.split('/');
    if (quarter === undefined) return this.quarters;
    const index = this.quarters.findIndex((each) => each.quarter === quarter);
    const found = this.quarters[index];
    if (found === undefined) throw new Refusal(404, 'not-found', '未找到');
    if (part === 'cells')
      return {
        events: [
          {
            handle: 'c1',
            type: 'police.dv-call.received',
            title: '家暴警情',
            time: at(-700),
            department: 'police',
            minorRef: MINORS[1]?.minorRef,
            name: MINORS[1]?.name,
          },
          { handle: 'c2', type: 'police.dv-call.received', title: '家暴警情', time: at(-650), department: 'police' },
        ],
      };
    if (part === 'close' && method === 'POST') {
      if (found.state !== 'due') throw new Refusal(409, 'quarter-running', '季度尚未截止');
      this.quarters[index] = { ...found, state: 'closed', closedOn: at(0).slice(0, 10) };
      return {};
    }
    if (part === 'restate' && method === 'POST') return this.restatement.restate(body);
    return this.restatement.shown(fakeReport(found), query.get('version'));
  }
  audit(path: string, body: string, page: string | null): unknown {
    if (path === '/api/log/head')
      return {
        position: 20_113,
        treeSize: 20_113,
        root: 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=',
        recordedAt: at(-0.02),
        checkpoint:
          'lianhu/990101\n20113\nkB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=\n\n— lianhu/990101 q83vEjRWeJC8qY2r0pVQmN1oWm5hZ0d2c3R1dnd4eXo=\n',
      };
    if (path === '/api/audit/verify') return fakeVerdict(body);
    if (path === '/api/audit/replays' && body === '') {
      const closed = this.quarters.filter(({ state }) => state === 'closed').map(({ quarter }) => quarter);
      const quarters = closed.reverse().map((quarter) => ({ quarter, versions: this.restatement.versionsOf(quarter) }));
      return { views: [{ name: 'minors', version: 1, of: 'minor' }], quarters, jobs: [] };
    }
    if (path === '/api/audit/replays') {
      const { report } = JSON.parse(body) as { report: string };
      const quarter = this.quarters.find((each) => each.quarter === report) ?? { quarter: report, state: 'closed' as const };
      return {
        state: 'done',
        manifest: { position: 18_402, root: 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=', code: '0.1.0', policy: '1f6d…' },
        report: fakeReport(quarter),
      };
    }
    const reset = { at: at(0), by: 'admin', role: 'admin', route: 'accounts.reset', children: [], account: 'office-lead' };
    const reads = Array.from({ length: 14 }, (_, index) => ({
      at: at(-index * 1.3),
      by: index % 3 === 0 ? 'town' : 'office',
      role: index % 3 === 0 ? 'town' : 'office-lead',
      purpose: 'rescue',
      route: index % 2 === 0 ? 'views.minors.one' : 'views.alerts',
      children: index % 2 === 0 ? [refOf(index, 'child')] : [1, 2, 3, 4].map((each) => refOf(index + each, 'child')),
    }));
    const rows = [reset, ...reads];
    return page === '2' ? { rows: rows.slice(12), more: false } : { rows: rows.slice(0, 12), more: true };
  }
  live(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': open\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  async api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname;
    if (path.startsWith('/api/session')) return this.people.answer(request, response, path, { loading: this.loading ?? { state: 'ready' } });
    const held = this.people.of(request);
    if (path === '/api/views/live') this.streamsAsked += 1;
    if (held === undefined) throw new Refusal(401, 'not-signed-in', '请先登录');
    if (request.method !== 'GET' && request.headers['x-csrf-token'] !== held.csrf)
      throw new Refusal(403, 'csrf-token-missing', '页面已过期，请刷新后重试');
    if (this.people.isOneTime(held)) throw new Refusal(403, 'password-change-required', '请先修改一次性口令');
    const failing = this.failing.get(path);
    if (failing !== undefined) return json(response, failing.status, failing, 'application/problem+json');
    const role = USERS[held.account]?.user.role ?? '';
    if (/views\/(minors|alerts|live)|\/events$/.test(path) && held.purpose === undefined)
      throw new Refusal(403, 'purpose-required', '请先选择查阅目的');
    if (path === '/api/views/live') return this.live(response);
    const body = request.method === 'POST' ? await bodyOf(request) : '';
    if (path === '/api/audit/exports')
      return void response
        .writeHead(200, { 'Content-Type': 'application/x-ndjson' })
        .end('{"export":1,"from":1,"of":"all","origin":"lianhu/990101","to":0}\n');
    if (url.searchParams.get('format') === 'xlsx')
      return void response.writeHead(200, { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }).end('PK');
    const user = USERS[held.account]?.user;
    const entered = user && this.entry.answer(path, body, user);
    if (entered) return json(response, entered.status, entered.body, entered.status < 400 ? 'application/json' : 'application/problem+json');
    if (path === '/api/minors/find') return json(response, 200, this.find(JSON.parse(body) as { name?: string }));
    json(response, 200, this.answer(path, url.searchParams, role, request.method ?? 'GET', body));
  }
  private boards(path: string): unknown {
    const id = path.split('/')[4];
    if (id === undefined) return { rows: this.figures?.boards ?? [] };
    const board = this.figures?.board(id);
    if (board === undefined) throw new Refusal(404, 'not-found', '未找到');
    return board;
  }
  private answer(path: string, query: URLSearchParams, role: string, method: string, body: string): unknown {
    if (/\/inbox(\/|$)/.test(path)) return this.inbox(path, query, body);
    if (path.startsWith('/api/views/boards')) return this.boards(path);
    if (this.figures && /^\/api\/reports\/quarterly\/[^/]+$/.test(path)) return this.figures.report;
    if (path.startsWith('/api/views/')) return this.view(path, query, role);
    const file = this.files.answer(path, method, body);
    if (file !== undefined) return file;
    if (path.startsWith('/api/departments/')) return this.desk.answer(path, body);
    if (path.startsWith('/api/identity/')) return this.identity.answer(path, query, body);
    if (path.startsWith('/api/processes/alert/commands/')) return this.command(path.split('/')[5] ?? '', JSON.parse(body) as { alert: string });
    if (path.startsWith('/api/reports/quarterly')) return this.report(path, query, method, body);
    if (path === '/api/log/events') return fakeLines(query);
    if (path.startsWith('/api/log/') || path.startsWith('/api/audit/')) return this.audit(path, body, query.get('page'));
    throw new Refusal(404, 'not-found', '未找到');
  }
}

/** Serves the built pages in `dist` (with fallback) and the fake API on one random loopback port. */
export async function startFakeServer(dist: string): Promise<FakeServer> {
  const fake = new Fake();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const handled = url.pathname.startsWith('/api/') ? fake.api(request, response, url) : serveFile(dist, url.pathname, response);
    handled.catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal', String(error));
      const { code, title, status, fault } = refusal;
      const errors = fault === undefined ? {} : { errors: [{ message: fault }] };
      json(response, status, { type: `/problems/${code}`, title, status, ...errors }, 'application/problem+json');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}`,
    hint: (view: string) => fake.streams.forEach((stream) => stream.write(`data: ${JSON.stringify({ view })}\n\n`)),
    cut: (signedOut: boolean) => {
      if (signedOut) fake.people.signOutAll();
      fake.streams.forEach((stream) => stream.end());
    },
    stop: () =>
      new Promise<void>((resolve) => {
        fake.streams.forEach((stream) => stream.end());
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
