import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { ExportLog, replay, type ReplayTarget } from '@lianhu/follow';
import { fromBase64, isQuarter, momentOf, msOf, toBase64, type PolicyPack, type Position, type Quarter, type Recorded } from '@lianhu/kernel';
import { base64, Frontier, std1, verifyFiles } from '@lianhu/log';
import {
  closingsOfExport,
  differenceFrom,
  eventsOfExport,
  replayQuarter,
  reportBytes,
  statedVersion,
  type Closing,
  type Closings,
  type StatedVersion,
} from '@lianhu/reports';
import { isKnownType, manifestOf, QuarterTarget, REPLAYABLE, targetOf, type Proof } from '@lianhu/services/audit';

interface Options {
  readonly view?: string;
  readonly subject?: string;
  readonly quarter?: string;
  readonly policy?: string;
  readonly version?: string;
  readonly asOf?: string;
  readonly compareWith?: string;
  readonly out?: string;
  readonly manifest?: string;
  readonly trust?: string;
}

const HELP = `
One of --view, --subject and --quarter. Rows are canonical JSON lines in order of key, the same bytes as the service's
(GET /api/audit/replays/{id}, Accept: application/x-ndjson); with --compare-with they are what differs, from the earlier
moment to the later, each with the events that made it. --quarter without --compare-with prints the report: of a closed
quarter up to the position, and with the policy pack, that its closing in the export names; root and SHA-256 of the report
are compared with the closing's, with --version those of a later version with its restatement's. A version counted to the
position of an earlier one is that one: --version 2 --compare-with <position of the closing> tells what the restatement changed.

Views and sums: ${REPLAYABLE.map(({ name }) => name).join(', ')}

Exit 0 done; 1 the export was tampered with (--trust), or root or report are not those that the closing or restatement names; 2 it could
not be done, and why.`;

/** `lianhu replay`: counts views, a subject or a quarter again from an export, to any moment, without database or keys. */
export const replayCommand = (): Command =>
  new Command('replay')
    .description('count again from an export what people saw at any moment, or what differs between two; no database, no keys')
    .argument('<export>', 'whole export, NDJSON')
    .option('--view <name>', 'a view or sum')
    .option('--subject <token>', 'child-…: all its rows')
    .option('--quarter <quarter>', '2026-Q3; needs --policy')
    .option('--policy <file>', 'policy pack; its SHA-256 stands in hub.report.closed')
    .option('--version <n>', 'with --quarter: the n-th version of a report; 1 as it was closed, later ones as it was restated', '1')
    .option(
      '--as-of <moment>',
      'a position, or a time with offset; default: of a closed quarter its closing or restatement, else the end of the export',
    )
    .option('--compare-with <moment>', 'another moment: print what differs')
    .option('--out <file>', 'write the rows there, and not to the screen')
    .option('--manifest <file>', 'write there what was replayed, to which position and root')
    .option('--trust <file>', 'verify the export against this trust file first')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      if (options.trust !== undefined && !(await isProven(file, options.trust))) return;
      const { quarter, asOf, compareWith, manifest, view, subject } = options;
      const reportAlone = [asOf, compareWith, manifest, view, subject].every((one) => one === undefined);
      if (quarter !== undefined && reportAlone) await replayReport(file, quarter, options);
      else await replayFile(file, options);
    });

async function isProven(file: string, trust: string): Promise<boolean> {
  const { detail, exit } = await verifyFiles(file, trust);
  console.error(detail);
  process.exitCode = exit;
  return exit === 0;
}

/** A quarter's report alone needs no tree: the lines are read once, in order, whatever is left out of them. */
async function replayReport(file: string, quarter: string, options: Options): Promise<void> {
  const { out } = options;
  const version = versionIn(options);
  const { text, closings, closing } = await closedIn(file, checkedQuarter(quarter), options);
  const tree = new Frontier(std1);
  const stated = statedVersion(closing, version);
  const events = growing(tree, stated?.position ?? 0, eventsOfExport(linesOf(file), sha256));
  const bytes = await replayQuarter(events, text, { quarter, calendar: chinaCalendarAssuming, sha256, closings }, version);
  if (out === undefined) await print(bytes);
  else writeFileSync(out, bytes);
  if (stated) sayWhether(stated, { root: base64(tree.root()), report: toBase64(std1.sha256(bytes)) });
}

const sha256 = (...data: readonly (Uint8Array | string)[]): Uint8Array => std1.sha256(...data);
/** The file is opened when the first line is asked for. */
async function* linesOf(file: string): AsyncIterable<string> {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}

/** The policy pack and, where the export holds the quarter's closing, what it fixed. Throws when that was by another pack. */
async function closedIn(
  file: string,
  quarter: Quarter,
  { policy }: Options,
): Promise<{ readonly text: string; readonly hash: string; readonly closings: Closings; readonly closing?: Closing }> {
  const text = policyText(policy);
  const hash = toBase64(std1.sha256(text));
  const closings = await closingsOfExport(linesOf(file), sha256);
  const closing = closings.get(quarter);
  if (closing && closing.policy !== hash)
    throw new Error(`${quarter} was closed with the policy pack whose SHA-256 is ${closing.policy}; that of --policy is ${hash}.`);
  return { text, hash, closings, closing };
}

/** Passes events on, and puts the leaves of the lines up to a position into a tree. */
async function* growing(tree: Frontier, last: Position, events: AsyncIterable<Recorded>): AsyncIterable<Recorded> {
  for await (const event of events) {
    if (event.position <= last) tree.push(fromBase64(event.leafHash) as Uint8Array);
    yield event;
  }
}

/** Says whether what was counted is what was closed or restated. */
function sayWhether(stated: StatedVersion, found: Proof['found']): void {
  const difference = differenceFrom(stated, found);
  if (difference !== undefined) process.exitCode = 1;
  const [done, event] = stated.version > 1 ? ['restated', 'restatement'] : ['closed', 'closing'];
  const same = stated.report === undefined ? `Counted again: the ${event} names no hash of the report.` : `The report is the one that was ${done}.`;
  console.error(difference ?? same);
}

const versionIn = ({ version = '1' }: Options): number => {
  if (!/^[1-9]\d{0,3}$/.test(version)) throw new Error(`--version ${version}: write a whole number, 1 or more.`);
  return Number(version);
};
const checkedQuarter = (quarter: string): string => {
  if (!isQuarter(quarter)) throw new Error(`--quarter ${quarter}: write it like 2026-Q3.`);
  return quarter;
};
const policyText = (policy: string | undefined): string => {
  if (policy === undefined) throw new Error('A quarter needs the policy pack that its closing names: --policy <file>.');
  return readFileSync(policy, 'utf8');
};

async function replayFile(file: string, options: Options): Promise<void> {
  // Files that cannot be written are found before the work is done.
  const out = options.out === undefined ? undefined : await open(options.out, 'w');
  const log = new ExportLog(file, std1);
  try {
    const target = await wanted(file, options, log);
    const quarter = target instanceof QuarterTarget ? target : undefined;
    const at = options.asOf === undefined && quarter?.stated ? quarter.stated.position : await positionOf(log, options.asOf, '--as-of');
    const positions = options.compareWith === undefined ? [at] : [at, await positionOf(log, options.compareWith, '--compare-with')];
    const done = await replay(target, positions, { log, suite: std1, known: isKnownType, progress: progressOf(Math.max(...positions)) });
    const lines: Iterable<string> = (done.changes ?? done.moments[0]?.rows)?.all() ?? [];
    const texts: Iterable<string> = quarter?.report && !done.changes ? [reportBytes(quarter.report)] : inPortions(lines);
    for (const text of texts) await (out ? out.write(text) : print(text));
    if (options.manifest !== undefined) writeFileSync(options.manifest, `${JSON.stringify(manifestOf(target, done), null, 2)}\n`);
    for (const { stated, found } of quarter?.proofs(done.moments) ?? []) sayWhether(stated, found);
    done.close();
  } finally {
    log.close();
    await out?.close();
  }
}

async function wanted(file: string, options: Options, log: ExportLog): Promise<ReplayTarget> {
  const { view, subject, quarter } = options;
  const version = versionIn(options);
  if ([view, subject, quarter].filter((one) => one !== undefined).length !== 1) throw new Error('Say one of --view, --subject and --quarter.');
  if (quarter !== undefined) {
    const { text, hash: policyHash, closings } = await closedIn(file, checkedQuarter(quarter), options);
    const [policy, compares] = [JSON.parse(text) as PolicyPack, options.compareWith !== undefined];
    return new QuarterTarget({ quarter, version, policy, policyHash, calendar: chinaCalendarAssuming, closings, suite: std1, log, compares });
  }
  if (version !== 1) throw new Error(`--version ${version} is of a report: say --quarter.`);
  if (subject !== undefined && !/^(child|case|org)-[\w-]+$/.test(subject)) throw new Error(`--subject ${subject}: write it like child-….`);
  const target = targetOf(subject === undefined ? { view: view ?? '' } : { subject }, log, std1);
  if (!target) throw new Error(`There is no view or sum ${view}; there are ${REPLAYABLE.map(({ name }) => name).join(', ')}.`);
  return target;
}

/** The position of a moment; the end without one. */
async function positionOf(log: ExportLog, moment: string | undefined, option: string): Promise<Position> {
  if (moment === undefined) return log.position;
  if (/^\d{1,15}$/.test(moment)) {
    if (Number(moment) > log.position) throw new Error(`${option} ${moment}: the export ends at ${log.position}.`);
    return Number(moment);
  }
  const ms = msOf(moment);
  if (ms === undefined) throw new Error(`${option} ${moment}: write a position, or a time like 2026-10-12T09:30:00+08:00.`);
  return log.positionAt(momentOf(ms));
}

/** Text written at a time. Unit: characters. */
const PORTION = 64 * 1024;
function* inPortions(lines: Iterable<string>): Generator<string> {
  let portion = '';
  for (const line of lines) {
    portion += `${line}\n`;
    if (portion.length < PORTION) continue;
    yield portion;
    portion = '';
  }
  if (portion !== '') yield portion;
}

const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));

/** Says on a screen how far it is; a file of messages stays free of it. */
function progressOf(last: Position): (position: Position) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (position) => process.stderr.write(`\r${Math.floor((100 * position) / Math.max(1, last))} %${position >= last ? '\n' : ''}`);
}
