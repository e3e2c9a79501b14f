import type { AccessRow, Role, Viewer } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { AlertRaised, DayTurned, MinorRegistered, NoticeSent } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { std1, type EventLog } from '@lianhu/log';
import { ProblemError, ReadRecorder, loadPolicy, type Caller } from '@lianhu/services/platform';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditParts } from './audit.controller';
import { ReplayJobs, type Job, type ReplayLimits } from './replay-jobs';
import { Replays } from './replays';
import { ReplaysController } from './replays.controller';

export const child = (n: number): string => `child-${String(n).padStart(22, '0')}`;
export const caller = (name = 'auditor-1', role: Role = 'auditor'): Caller => ({
  viewer: { name, role, area: '990101', kind: 'person' } as Viewer,
  purpose: 'audit',
  language: 'zh',
});

/** A county of a few hundred events: children registered on the first day, one call and one alert a day after; two notices at the end. */
export async function smallCounty(children = 60, clock = fixedClock('2026-07-01')): Promise<EventLog> {
  const log = testLog(clock);
  const each = Array.from({ length: children }, (_, n) => n);
  const about = (n: number, cls: Parameters<typeof write>[1][number]['cls'], data: object) =>
    ({ cls, time: clock.moment(), subject: child(n), residenceArea: '990101001', data: { ...data } }) as const;
  await write(log, [dayTurned(DayTurned, '2026-07-01')]);
  await write(
    log,
    each.map((n) => about(n, MinorRegistered, { birthQuarter: '2014-Q1', town: '990101001', sex: '1' })),
  );
  for (const n of each) {
    clock.advance(3_600_000);
    await write(log, [about(n, DvCallReceived, { minorRole: 'witness' }), about(n, AlertRaised, { alert: `alert-${n}-${'x'.repeat(30)}` })]);
  }
  const told = { kind: 'notice', dueAt: clock.moment(), about: 1 };
  await write(
    log,
    ['org-police-990101', 'org-town-990101001'].map((to) => about(0, NoticeSent, { ...told, to, notice: `notice-${to}` })),
  );
  return log;
}

/** The auditors' routes over a log, with what the access log took. `failing` makes it refuse. */
export function auditRoutes(log: EventLog, limits?: ReplayLimits) {
  const recorded: AccessRow[] = [];
  const state = { failing: false };
  const recorder = new ReadRecorder({
    record: (rows) => (state.failing ? Promise.reject(new Error('away')) : (recorded.push(...rows), Promise.resolve())),
  });
  const jobs = new ReplayJobs(limits);
  const replays = new Replays(log, std1, chinaCalendarAssuming, loadPolicy('infra/policy/demonstration.json'), {
    among: () => Promise.resolve(new Set()),
  });
  return { recorded, state, jobs, replays, controller: new ReplaysController(replays, jobs, { recorder, log } as unknown as AuditParts) };
}

/** What a reply was told. */
export function aReply() {
  const told = { status: 0 };
  const reply = { status: (code: number) => ((told.status = code), reply), type: () => reply, header: () => reply };
  return { told, reply: reply as unknown as FastifyReply };
}
export const aRequest = (accept = 'application/json'): FastifyRequest => ({ headers: { accept } }) as FastifyRequest;

/** What the routes answer of a replay. */
export interface Answer {
  readonly id: string;
  readonly state: Job['state'];
  readonly percent: number;
  readonly rows?: readonly { key: string; row?: { child?: string }; change?: string; events?: { count: number } }[];
  readonly total?: number;
  readonly manifest?: { readonly [name: string]: unknown; readonly rowsHash: string };
  readonly report?: { readonly quarter: string; readonly cells: readonly { id: string }[] };
  readonly error?: string;
  readonly equal?: boolean;
}
/** The routes over a log, and how a spec asks them. */
export function asking(log: EventLog, limits?: ReplayLimits) {
  const all = auditRoutes(log, limits);
  const post = async (body: unknown, who = caller()): Promise<Answer & { status: number }> => {
    const { told, reply } = aReply();
    const answer = (await all.controller.start(who, body, reply)) as Answer;
    return { ...answer, status: told.status };
  };
  const get = (id: string, query: Record<string, string> = {}, who = caller()): Promise<Answer> =>
    all.controller.rows(who, id, query, aRequest(), aReply().reply) as Promise<Answer>;
  const done = async (body: unknown): Promise<string> => {
    const { id } = await post(body);
    await all.jobs.find(caller().viewer, id)?.finished;
    return id;
  };
  return { ...all, post, get, done };
}

/** Code and first pointer of a refusal. */
export const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no fault',
    (error: unknown) => (error instanceof ProblemError ? [error.code, error.extra.errors?.[0]?.pointer] : error),
  );
