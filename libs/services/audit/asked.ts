import { dateOf, isQuarter, quarterOf } from '@lianhu/kernel';
import { newestVersion, statedVersion, type Closing, type StatedVersion } from '@lianhu/reports';
import { positionOf, ProblemError, type Caller } from '@lianhu/services/platform';
import { REPLAYABLE, type Plan, type Replays, type Wanted, type WantedReport } from './replays';

const invalid = (pointer: string, rule: string, message: string): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer, rule, message }] });

/** The replay that a request's body asks for. Throws ProblemError naming the member. */
export async function planOf(body: unknown, { purpose: own, language }: Caller, replays: Replays): Promise<Plan> {
  const { asOf, compareWith, purpose, version, ...rest } = (typeof body === 'object' && body !== null ? body : {}) as Readonly<
    Record<string, unknown>
  >;
  if (purpose !== undefined && purpose !== own) throw invalid('/purpose', 'same', 'purpose');
  const wanted = wantedOf(rest, version);
  const closings = 'report' in wanted ? await replays.closingsFor(wanted.report) : undefined;
  const stated = 'report' in wanted ? versionIn(wanted, closings?.get(wanted.report)) : undefined;
  const { log } = replays;
  const head = await log.head();
  const begun = quarterOf(dateOf(head.recordedAt));
  if ('report' in wanted && wanted.report > begun) throw invalid('/report', 'range', `report: …${begun}`);
  const at = asOf === undefined ? (stated?.position ?? head.position) : await positionOf(log, asOf, '/asOf', language);
  const other = compareWith === undefined ? undefined : await positionOf(log, compareWith, '/compareWith', language);
  return { wanted, positions: other === undefined ? [at] : [at, other], closings };
}

/** The version as the log names it; undefined of a quarter that is not closed. Throws ProblemError when there is none of that number. */
function versionIn({ version }: WantedReport, closing: Closing | undefined): StatedVersion | undefined {
  const newest = closing ? newestVersion(closing) : 1;
  if (version > newest) throw invalid('/version', 'range', newest === 1 ? 'version: 1' : `version: 1…${newest}`);
  return statedVersion(closing, version);
}

function wantedOf(rest: Readonly<Record<string, unknown>>, version: unknown): Wanted {
  const { view, report, subject } = rest;
  const given = Object.keys(rest);
  if (given.length !== 1) throw invalid(`/${given[1] ?? 'view'}`, 'one', 'view, report, subject');
  if (version !== undefined && report === undefined) throw invalid('/version', 'one', 'version: report');
  if (subject !== undefined) {
    if (typeof subject !== 'string' || !/^(child|case|org)-[\w-]{1,60}$/.test(subject)) throw invalid('/subject', 'format', 'subject');
    return { subject };
  }
  if (report !== undefined) {
    if (typeof report !== 'string' || !isQuarter(report)) throw invalid('/report', 'format', 'report: 2026-Q3');
    if (version !== undefined && !isVersion(version)) throw invalid('/version', 'format', 'version: 1, 2…');
    return { report, version: version ?? 1 };
  }
  if (typeof view !== 'string' || !REPLAYABLE.some(({ name }) => name === view))
    throw invalid('/view', 'known', `view: ${REPLAYABLE.map(({ name }) => name).join(', ')}`);
  return { view };
}

const isVersion = (version: unknown): version is number => Number.isSafeInteger(version) && Number(version) >= 1;
