import type { AccessRow, Role, Viewer } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { AlertRaised, DayTurned, MinorRegistered, NoticeSent } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { std1, type EventLog } from '@lianhu/log';
import { ReadRecorder, loadPolicy, type Caller } from '@lianhu/services/platform';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditParts } from './audit.controller';
import { ReplayJobs, type ReplayLimits } from './replay-jobs';
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
