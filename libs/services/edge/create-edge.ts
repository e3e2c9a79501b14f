import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@lianhu/catalogue';
import type { Clock, Suite } from '@lianhu/kernel';
import { logger, type EdgeCounters, type HubPort, type KeyHandover, type LogPort } from '@lianhu/services/platform';
import { keyFile } from '@lianhu/vault';
import { Acknowledged, type KeepLimits } from './acknowledged';
import { Batcher, type Sign } from './batcher';
import { Desk } from './desk';
import { DeskLog } from './desk-log';
import { Edge, setAsideIn } from './edge';
import { ERASED_FILE, ErasedEvents } from './erased';
import { LOG_FILE, LogWatch, type LogTrust } from './log-watch';
import { Outbox } from './outbox';
import { Quarantine } from './quarantine';
import { resigned } from './resign';
import { SigningKeys } from './signing-keys';
import { Spool } from './spool';
import { ALARM_FILE, StopSwitch } from './stop-switch';
import { TableJobs } from './table-jobs/table-jobs';
import { TrustedHub } from './trusted-hub';
import { Upkeep } from './upkeep';

/** AES-256 key. Unit: bytes. */
const KEY_BYTES = 32;
/** How often an edge tells the hub its counters. Unit: milliseconds. */
const COUNT_EVERY_MS = 5_000;

/** What an edge needs from outside. */
export interface EdgeOptions {
  readonly department: string;
  /** The edge's own folder: keys, outbox, quarantine, acknowledged, what it knows of the log. */
  readonly folder: string;
  readonly origin: string;
  readonly policyArea: string;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly hub: HubPort;
  readonly log: LogPort;
  /** Whose log it must be; without it the hub is believed at first contact. */
  readonly trust?: LogTrust;
  readonly keep?: KeepLimits;
  /** Codes of the county's towns and villages → names, for files that name them and for the data officer's desk. */
  readonly places?: Readonly<Record<string, string>>;
}

/** A running edge with the public key that the hub must know, and its closing. */
export interface RunningEdge {
  readonly edge: Edge;
  readonly desk: Desk;
  readonly files: TableJobs;
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  readonly acknowledged: Acknowledged;
  readonly watch: LogWatch;
  readonly stop: StopSwitch;
  readonly upkeep: Upkeep;
  readonly keys: SigningKeys;
  close(): Promise<void>;
}

/** The keys that a department's edge has made, oldest first, as the hub must know them; the first is made when there is none. */
export const edgeKeys = (suite: Suite, folder: string, department: string, origin: string): readonly KeyHandover[] =>
  new SigningKeys(suite, join(folder, 'keys'), department, origin).made;

/** Starts an edge on its folder; what waited there is forwarded. */
export function createEdge(options: EdgeOptions): RunningEdge {
  const { department, folder, suite, clock, log, origin, policyArea } = options;
  const at = (name: string): string => join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = new SigningKeys(suite, at('keys'), department, origin);
  const spoolKey = keyFile(at('keys'), `${department}.spool.key`, () => randomBytes(KEY_BYTES));
  const stop = new StopSwitch(at(ALARM_FILE), department);
  const watch = new LogWatch({ department, origin, suite, log, stop, path: at(LOG_FILE), trust: options.trust, made: () => keys.made });
  const acknowledged = new Acknowledged(at('acknowledged'), spoolKey, options.keep);
  const erased = new ErasedEvents(at(ERASED_FILE), department, log, acknowledged);
  const hub = new TrustedHub(suite, options.hub, watch, stop, acknowledged);
  const sign: Sign = (claims) => keys.sign(claims);
  const quarantine = new Quarantine(new Spool(at('quarantine'), spoolKey));
  const spools = {
    waiting: new Spool(at('outbox'), spoolKey, { leavesRoom: true }),
    urgent: new Spool(at('urgent'), spoolKey),
    refused: new Spool(at('refused'), spoolKey),
  };
  const outbox = new Outbox(department, hub, spools, {
    prepared: (submission) => resigned(department, submission, keys.current.keyId, sign),
    setAside: (event, problem) => setAsideIn(quarantine, event, problem),
    isMandatory: ({ claim }) => catalogue.event((JSON.parse(claim) as { type: string }).type)?.mandatory === true,
  });
  const counters = countersOf({ ...options, hub }, quarantine);
  const batcher = new Batcher(department, hub, outbox, sign);
  const edge = new Edge({ department, policyArea, suite, clock, hub, batcher, outbox, quarantine, stop, count: counters.count });
  const desk = new Desk({ department, edge, log: new DeskLog(new Spool(at('desk'), spoolKey)), hub, clock, places: options.places ?? {} });
  const files = new TableJobs({
    edge,
    folder: at('files'),
    key: spoolKey,
    now: () => clock.now(),
    ...(options.keep && { keepMs: options.keep.ageMs }),
    ...(options.places && { places: options.places }),
  });
  const settled = async (): Promise<void> => void (await Promise.all([batcher.settled(), outbox.settled()]));
  const upkeep = new Upkeep({ department, folder: at('requests'), log, watch, stop, keys, acknowledged, erased, outbox, files, settled });
  return {
    ...{ edge, desk, files, outbox, quarantine, acknowledged, watch, stop, upkeep, keys },
    close: async () => {
      await files.close();
      await upkeep.close();
      await counters.close();
      await outbox.close();
      await acknowledged.close();
    },
  };
}

/** Counts rejections in a small file and reports them, with the size of the quarantine, to the hub. */
function countersOf(
  { folder, department, hub }: EdgeOptions,
  quarantine: Quarantine,
): { count(what: keyof EdgeCounters): void; close(): Promise<void> } {
  const path = join(folder, 'counters.json');
  let rejected = readCount(path);
  let reported = '';
  const report = async (): Promise<void> => {
    const counters = { rejected, quarantined: quarantine.size };
    const text = JSON.stringify(counters);
    if (text === reported) return;
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    await hub.count(department, counters).then(
      () => (reported = text),
      () => logger.debug({ department }, 'counters wait for the hub'),
    );
  };
  const tell = (): Promise<void> =>
    report().catch((error: unknown) => logger.warn({ department, code: (error as { code?: unknown }).code }, 'counters cannot be kept'));
  const timer = setInterval(() => void tell(), COUNT_EVERY_MS);
  timer.unref();
  return {
    count: (what) => {
      if (what === 'rejected') rejected++;
    },
    close: async () => {
      clearInterval(timer);
      await tell();
    },
  };
}

function readCount(path: string): number {
  try {
    const { rejected } = JSON.parse(readFileSync(path, 'utf8')) as { rejected?: unknown };
    return Number.isSafeInteger(rejected) ? (rejected as number) : 0;
  } catch {
    return 0;
  }
}
