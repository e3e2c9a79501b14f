import { canonical, toBase64, type BatchPlace } from '@lianhu/kernel';
import { createSigner, Keyring, memoryLog, OutOfRange, signBatch, std1, verifyPlace, type Entry, type EventLog, type Group } from '@lianhu/log';
import {
  HubAway,
  ProblemError,
  problemOf,
  type EventOutcome,
  type FoundReceipt,
  type HubPort,
  type KeyHandover,
  type LogPort,
  type LogState,
  type ProblemCode,
  type Submission,
  type SubmittedBatch,
  type SubmittedEvent,
} from '@lianhu/services/platform';

export const ORIGIN = 'lianhu/990101';
const HUB_SEED = Buffer.alloc(32, 1);
const DEPARTMENT = 'police';

/** A hub on a log in memory: it checks signatures, appends, proves, and can be restored to what it was before. It knows no names. */
export class MemoryHub implements HubPort, LogPort {
  log: EventLog;
  keyring = new Keyring(std1, ORIGIN);
  away = false;
  submissions = 0;
  /** Sorted. */
  erasedLeaves: string[] = [];
  /** May throw or wait: before anything is taken, and after all of it was. */
  before: (submission: Submission) => void | Promise<void> = () => undefined;
  after: () => void | Promise<void> = () => undefined;
  refusal: () => ProblemCode | undefined = () => undefined;
  tamper: (outcomes: EventOutcome[][]) => EventOutcome[][] = (outcomes) => outcomes;
  private history: { readonly groups: readonly Group[]; readonly at: number }[] = [];
  private now = Date.parse('2026-09-05T10:00:00+08:00');

  constructor(private readonly seed = Buffer.alloc(32, 2)) {
    this.log = this.emptyLog();
  }

  get publicKey(): string {
    return toBase64(std1.publicKey(this.seed));
  }

  /** Begins the log with the hub's own key and the department's first. */
  async begin(first?: KeyHandover): Promise<this> {
    await this.keyEvent('hub.key.registered', {
      algorithm: 'Ed25519',
      department: 'hub',
      keyId: 'hub-1',
      publicKey: toBase64(std1.publicKey(HUB_SEED)),
    });
    if (first) await this.registerKey(DEPARTMENT, first);
    return this;
  }

  async position(): Promise<number> {
    return (await this.log.head()).position;
  }

  /** Ids of the department's events in order of position. */
  async ids(): Promise<string[]> {
    const { lines } = await this.log.read(0, Number.MAX_SAFE_INTEGER, { department: DEPARTMENT });
    return lines.map(({ claim }) => (JSON.parse(claim) as { id: string }).id);
  }

  /** Forgets everything after a position, as an older backup does. The database alone went back: keys are as the log has them. */
  async restore(position: number): Promise<void> {
    const { history } = this;
    this.log = this.emptyLog();
    this.history = [];
    this.keyring = new Keyring(std1, ORIGIN);
    for (const { groups, at } of history) {
      if ((await this.position()) >= position) break;
      this.now = at;
      await this.append(groups);
    }
  }

  async submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    if (this.away) throw new HubAway('away');
    await this.before(submission);
    this.submissions++;
    const outcomes: EventOutcome[][] = submission.batches.map(() => []);
    const groups = groupsOf(submission).map((places) => ({ places, entries: this.entriesOf(department, submission, places) }));
    const good = groups.filter((group): group is typeof group & { entries: Entry[] } => Array.isArray(group.entries));
    const appended = await this.append(good.map(({ entries }) => ({ entries })));
    for (const group of groups) {
      const outcome = appended[good.indexOf(group as never)];
      group.places.forEach(([b, e], k) => {
        (outcomes[b] as EventOutcome[])[e] =
          outcome && 'receipts' in outcome
            ? { status: outcome.kind === 'appended' ? 201 : 200, receipt: outcome.receipts[k] as never }
            : refusal(group.entries instanceof ProblemError ? group.entries : new ProblemError('idempotency-conflict'));
      });
    }
    await this.after();
    return this.tamper(outcomes);
  }

  async find(_department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    if (this.away) throw new HubAway('away');
    const found = await this.log.find(source, id, sentHash === undefined ? undefined : Buffer.from(sentHash, 'base64'));
    if (!found) return undefined;
    const { lines } = await this.log.read(found.receipt.position - 1, 1);
    return { receipt: found.receipt, claim: lines[0]?.claim ?? '', same: found.sameContent };
  }

  async count(): Promise<void> {
    if (this.away) throw new HubAway('away');
  }

  async withdraw(): Promise<{ readonly position: number }> {
    if (this.away) throw new HubAway('away');
    throw new ProblemError('not-found');
  }

  async state(department: string): Promise<LogState> {
    if (this.away) throw new HubAway('away');
    const keys = this.keyring
      .of(department)
      .map(({ keyId, publicKey, validTo }) => ({ keyId, publicKey: toBase64(publicKey), revoked: validTo !== undefined }));
    return {
      origin: ORIGIN,
      publicKey: this.publicKey,
      checkpoint: (await this.log.head()).checkpoint,
      keys,
      erased: this.erasedLeaves.join() || undefined,
    };
  }

  async consistency(from: number, to: number): Promise<readonly string[] | undefined> {
    if (this.away) throw new HubAway('away');
    return this.log.consistency(from, to).catch((error: unknown) => {
      if (error instanceof OutOfRange) return undefined;
      throw error;
    });
  }

  async erased(_department: string, after = ''): Promise<readonly string[]> {
    if (this.away) throw new HubAway('away');
    return this.erasedLeaves.filter((leaf) => leaf > after).slice(0, 2);
  }

  async registerKey(department: string, { keyId, publicKey, previous }: KeyHandover): Promise<void> {
    if (this.away) throw new HubAway('away');
    if (this.keyring.has(keyId)) return;
    await this.keyEvent('hub.key.registered', { algorithm: 'Ed25519', department, keyId, publicKey, ...(previous ? { previous } : {}) });
  }

  async revokeKey(department: string, keyId: string): Promise<void> {
    if (this.away) throw new HubAway('away');
    await this.keyEvent('hub.key.revoked', { department, keyId });
  }

  private async keyEvent(type: string, data: object): Promise<void> {
    const id = `${type}-${(data as { keyId: string }).keyId}`;
    const claim = canonical({ data: data as never, department: 'hub', id, source: 'urn:lianhu:hub', type });
    const [place] = signBatch(std1, { origin: ORIGIN, department: 'hub', keyId: 'hub-1', seed: HUB_SEED, claims: [claim] }).places;
    const entry = entryWith({ department: 'hub', source: 'urn:lianhu:hub', id, type, claim, mac: std1.sha256(claim), place: place as BatchPlace });
    await this.append([{ entries: [entry] }]);
  }

  private async append(groups: readonly Group[]) {
    const before = await this.position();
    const at = this.now++;
    const outcomes = await this.log.append(groups);
    const { lines } = await this.log.read(before, Number.MAX_SAFE_INTEGER);
    for (const line of lines) {
      const fault = this.keyring.addLine(line);
      if (fault) throw new ProblemError('refused', { detail: fault });
    }
    if (lines.length > 0) this.history.push({ groups, at });
    return outcomes;
  }

  private entriesOf(department: string, { batches }: Submission, places: readonly (readonly [number, number])[]): Entry[] | ProblemError {
    const entries = places.map(([b, e]) => this.entryOf(department, batches[b] as SubmittedBatch, e));
    return entries.find((entry) => entry instanceof ProblemError) ?? (entries as Entry[]);
  }

  private entryOf(department: string, batch: SubmittedBatch, e: number): Entry | ProblemError {
    const refused = this.refusal();
    if (refused) return new ProblemError(refused);
    const { claim, index, path, sentHash, values } = batch.events[e] as SubmittedEvent;
    const key = this.keyring.at(batch.keyId, Number.MAX_SAFE_INTEGER);
    const place: BatchPlace = { index, keyId: batch.keyId, path: [...path], signature: batch.signature, size: batch.size };
    const signer = key && { origin: ORIGIN, department, keyId: batch.keyId, publicKey: key.publicKey };
    if (!signer || key.department !== department || !verifyPlace(std1, signer, claim, place)) return new ProblemError('bad-signature');
    const { source, type, id = values['/id'] } = JSON.parse(claim) as { source: string; type: string; id?: unknown };
    return entryWith({ department, source, id: String(id), type, claim, mac: Buffer.from(sentHash, 'base64'), place });
  }

  private emptyLog(): EventLog {
    return memoryLog({ origin: ORIGIN, suite: std1, signer: createSigner(ORIGIN, this.seed), clock: { now: () => this.now } });
  }
}

interface Parts {
  readonly department: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly claim: string;
  readonly mac: Uint8Array;
  readonly place: BatchPlace;
}
const entryWith = ({ mac, place, ...rest }: Parts): Entry => ({ ...rest, contentMac: mac, level: 'L1', batch: place, bound: {} });

function groupsOf({ batches, groups = [] }: Submission): (readonly (readonly [number, number])[])[] {
  const named = groups.map((group) => group.map(([b, index]) => [b, batches[b]?.events.findIndex((event) => event.index === index) ?? -1] as const));
  const grouped = new Set(named.flat().map(([b, e]) => `${b} ${e}`));
  const alone = batches.flatMap((batch, b) => batch.events.flatMap((_, e) => (grouped.has(`${b} ${e}`) ? [] : [[[b, e] as const]])));
  return [...named, ...alone];
}

function refusal(error: ProblemError): EventOutcome {
  const problem = problemOf(error.code, error.extra);
  return { status: problem.status, problem };
}
