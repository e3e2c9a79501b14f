import type { Pool } from 'pg';
import type { MinorIdentity } from '@lianhu/standards';
import { Answers, type Plan } from './answers';
import { Cases } from './cases';
import { Children, type Child, type NewChild, type Wanted } from './children';
import { DataKeys } from './data-keys';
import { eraseIn, subjectsOf } from './erase';
import { Heads } from './heads';
import { KeyEpochs } from './key-epochs';
import { Identities } from './identities';
import { rekeyIdentities } from './older-identities';
import { Doubts } from './doubts';
import { apartFrom, matchOf, partsOfNumber } from './identity';
import type { VaultKeys } from './keys';
import { Neighbours } from './neighbours';
import { OFFICE, References } from './references';
import { VaultBusy, type Resolved, type ResolveRequest, type Unmatched } from './resolved';
import { Reviews } from './reviews';
import type { StandingEvent } from './said';
import { Seals } from './seals';
import { Settling } from './settling';
import { Values } from './values';
import { Waiting, type Candidate, type IsLive } from './waiting';

/** SQLSTATE of a statement that PostgreSQL broke off because two waited for each other. */
const DEADLOCK = '40P01';
/** Tries of one resolving: what was made before it was broken off stands, and is found. */
const TRIES = 3;
/** Rounds of looking, making and looking again before giving up; two are usual. */
const MAX_ROUNDS = 6;
/** Longest list of temporary persons. Unit: persons. */
const MAX_UNMATCHED = 100_000;

/** The identity store: children, references, tokens, keys. Only the hub's process holds one. */
export class Vault {
  readonly references: References;
  readonly values: Values;
  private readonly children: Children;
  private readonly stored: Identities;
  private readonly doubts: Doubts;
  private readonly cases: Cases;
  private readonly waiting: Waiting;
  private readonly answers: Answers;
  private readonly settling: Settling;
  private readonly heads: Heads;
  /** Files that may be one child's. */
  readonly reviews: Reviews;
  /** Cases that are answered as if there were none. */
  readonly seals: Seals;
  /** Under which key the data keys stand. */
  readonly epochs: KeyEpochs;
  private readonly dataKeys: DataKeys;

  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
  ) {
    this.epochs = new KeyEpochs(pool, keys.epochs);
    const dataKeys = new DataKeys(pool, keys, this.epochs);
    this.dataKeys = dataKeys;
    this.references = new References(pool);
    this.heads = new Heads(pool);
    this.values = new Values(dataKeys);
    const lookups = this.epochs.lookups;
    this.children = new Children(pool, keys, dataKeys, lookups);
    this.seals = new Seals(pool);
    this.stored = new Identities(pool, keys, dataKeys);
    this.doubts = new Doubts(keys, lookups, this.stored);
    this.cases = new Cases(pool, keys, dataKeys);
    this.waiting = new Waiting(pool, this.cases);
    this.answers = new Answers(keys, this.stored);
    this.settling = new Settling(this.children, this.stored);
    this.reviews = new Reviews(pool, keys, new Neighbours(pool, lookups), this.stored, (children) => this.children.schoolsOf(children));
  }

  /**
   * Finds or makes the child of each event; whatever it made is durable when it returns. The same events again give the same
   * answers, without `born`. What they say of a child that is known is in the answers only, until `settle`.
   */
  resolve(requests: readonly ResolveRequest[]): Promise<readonly Resolved[]> {
    return again(() => this.resolveOnce(requests));
  }

  private async resolveOnce(requests: readonly ResolveRequest[]): Promise<readonly Resolved[]> {
    const plans = requests.map((request, n) => this.plan(request, n));
    const found = await this.findOrCreate(plans);
    for (const [n, child] of await this.keptApart(plans, found)) found.set(n, child);
    await this.answers.introduce(plans, found);
    const resolved = this.answers.of(plans, found);
    await this.cases.ensure(
      resolved.flatMap((one) =>
        one.kind === 'resolved' && one.subject?.startsWith('case-') ? [{ token: one.subject, child: one.child, pending: !one.known }] : [],
      ),
    );
    return resolved;
  }

  /**
   * Keeps what events say of children that stand in the log, in their order. Children whom no event had named are live from here on, and
   * of who they are only what these say stays. The same again changes nothing.
   */
  settle(standing: readonly StandingEvent[]): Promise<void> {
    return again(() => this.settling.settle(standing));
  }

  /** Tells the vault that events of these children are in the log, whatever they say: of those that were not known and that nothing introduces. */
  appended(children: readonly string[]): Promise<void> {
    return this.waiting.appended(children);
  }

  /** Removes children whose first event never came into the log; the number of those removed. */
  async sweep(isLive: IsLive, minutes?: number): Promise<number> {
    return this.forget(await this.waiting.sweep(isLive, minutes));
  }

  /**
   * Removes children that were `born` for events of which none will come into the log, each with when it was made. Whom somebody else has
   * asked for since stays, until it stands in the log or the sweep takes it away. Answers how many were removed.
   */
  async dismiss(born: ReadonlyMap<string, string>, isLive: IsLive): Promise<number> {
    return this.forget(await this.waiting.dismiss(born, isLive));
  }

  private forget(gone: readonly Candidate[]): number {
    for (const { child, cases } of gone) {
      this.children.forget(child);
      for (const owner of [child, ...cases]) this.dataKeys.forget(owner);
    }
    return gone.length;
  }

  /** Puts what an older version stored under the keys under which it stands now. False when `stopped` broke it off; it goes on when asked again. */
  async renewOlder(stopped: () => boolean = () => false): Promise<boolean> {
    return (await this.epochs.lookups.rewrite(stopped)) && rekeyIdentities(this.pool, this.dataKeys, this.keys.suite, stopped);
  }

  /** Those of these children that were not erased. */
  async heldOf(children: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ child: string }>('select child from vault.child where child = any($1)', [children]);
    return rows.map(({ child }) => child);
  }

  /** The streams in which a child stands, its own first; undefined when it was erased or never known. */
  subjectsOf(child: string): Promise<readonly [string, ...string[]] | undefined> {
    return subjectsOf(this.pool, this.keys, child);
  }

  /** Destroys keys, identity and references of a child for ever. Other processes forget its keys within a minute. Again changes nothing. */
  async erase(child: string): Promise<void> {
    for (const subject of await eraseIn(this.pool, this.keys, child)) this.dataKeys.forget(subject);
    this.children.forget(child);
  }

  /** Identities, for names to be shown to somebody entitled. */
  identities(children: readonly string[]): Promise<ReadonlyMap<string, MinorIdentity>> {
    return this.stored.of(children);
  }

  /** Where children live, 9 or 12 digits; those of whom it is not known are absent. */
  residences(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.children.residences(children);
  }

  /** The child, after merges, behind a case token; whoever asks records it. The tokens never move. */
  async childOfCase(token: string): Promise<string | undefined> {
    const child = await this.cases.childOf(token);
    return child === undefined ? undefined : (await this.headsOf([child])).get(child);
  }

  /** The files that these stand in now: themselves, or the ones that they were taken into. */
  headsOf(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.heads.of(children);
  }

  /** Every file of the person whose file this is, the one first in which they stand now. */
  filesOf(child: string): Promise<readonly [string, ...string[]]> {
    return this.heads.filesOf(child);
  }

  /** Says of files in which ones they stand now, as the log has it. */
  setHeads(heads: ReadonlyMap<string, string>): Promise<void> {
    return this.heads.set(heads);
  }

  /** The person of a valid ID number; undefined when no event in the log has named it openly. */
  async childOfNumber(docNo: string): Promise<string | undefined> {
    const mac = this.keys.lookup(partsOfNumber(docNo));
    const child = (await this.children.find([{ n: 0, party: OFFICE, mac }])).get(0);
    return child && !child.pending && !child.restricted ? (await this.headsOf([child.child])).get(child.child) : undefined;
  }

  /** Temporary persons of all senders; those known only from restricted events are left out. */
  async unmatched(limit = MAX_UNMATCHED): Promise<Unmatched> {
    const where =
      'from vault.child c where temporary_of is not null and not pending and not restricted and not exists (select 1 from vault.merged m where m.child = c.child)';
    const { rows } = await this.pool.query<{ child: string; department: string }>(
      `select child, temporary_of as department ${where} order by child limit $1`,
      [Math.min(limit, MAX_UNMATCHED)],
    );
    const counted = await this.pool.query<{ count: number }>(`select count(*)::int as count ${where}`);
    return { count: counted.rows[0]?.count ?? 0, persons: rows };
  }

  private plan(request: ResolveRequest, n: number): Plan {
    const party = request.department;
    if (request.subject !== undefined) return { request, wanted: { n, party, ref: request.subject } };
    if (!request.minor) return { request, wanted: { n, party } };
    const match = matchOf(request.minor, request);
    return { request, match, wanted: { n, party, mac: this.keys.lookup(match.parts) } };
  }

  private async findOrCreate(plans: readonly Plan[]): Promise<Map<number, Child>> {
    const settled = new Map<number, Child>();
    const made = new Map<string, string>();
    let open = plans.filter(({ wanted }) => wanted.mac ?? wanted.ref);
    for (let round = 0; open.length > 0; round++) {
      if (round === MAX_ROUNDS) throw new VaultBusy();
      const found = await this.children.find(open.map((plan) => plan.wanted));
      const waiting = open.flatMap(({ wanted }) => {
        const child = found.get(wanted.n);
        return child?.pending && !made.has(child.child) ? [child.child] : [];
      });
      const touched = waiting.length > 0 ? await this.children.touch(waiting) : undefined;
      for (const { wanted } of open) {
        const child = found.get(wanted.n);
        const born = child && made.get(child.child);
        if (child && (!child.pending || born !== undefined || touched?.has(child.child))) settled.set(wanted.n, { ...child, born });
      }
      open = open.filter(({ wanted }) => wanted.mac && !settled.has(wanted.n));
      await this.create(open, made);
    }
    return this.withReferences(plans, settled);
  }

  /** The files of those who are not the child that their number or paper leads to, to judge by the name. A correction makes none. */
  private async keptApart(plans: readonly Plan[], found: ReadonlyMap<number, Child>): Promise<Map<number, Child>> {
    const led = plans.flatMap(({ request: { restricted }, match, wanted: { n } }) => {
      const child = found.get(n);
      return match && child ? [{ n, match, child, restricted }] : [];
    });
    const doubted = await this.doubts.of(led);
    const apart = plans.flatMap(({ request, match, wanted }) => {
      if (!match || !doubted.has(wanted.n)) return [];
      const other = apartFrom(match);
      return [{ request, match: other, wanted: { ...wanted, mac: this.keys.lookup(other.parts) } }];
    });
    const correcting = apart.filter(({ request }) => request.correcting);
    const known = await this.children.find(correcting.map(({ wanted }) => wanted));
    return this.findOrCreate(apart.filter(({ request, wanted }) => !request.correcting || known.has(wanted.n)));
  }

  /** `made`: when each was; whom somebody else made at the same moment is asked for like every other one. */
  private async create(plans: readonly Plan[], made: Map<string, string>): Promise<void> {
    const births = new Map<string, NewChild>();
    for (const { wanted, match, request } of plans) {
      const name = nameOf(wanted);
      if (!wanted.mac || !match || (births.has(name) && request.restricted)) continue;
      births.set(name, { mac: wanted.mac, match, department: request.department, restricted: request.restricted });
    }
    if (births.size === 0) return;
    for (const [child, born] of await this.children.create([...births.values()])) made.set(child, born);
  }

  private async withReferences(plans: readonly Plan[], found: Map<number, Child>): Promise<Map<number, Child>> {
    const lacking = plans.flatMap(({ wanted }) => {
      const child = found.get(wanted.n);
      return child && child.ref === undefined ? [{ wanted, child: child.child, party: wanted.party }] : [];
    });
    if (lacking.length === 0) return found;
    await this.children.refer(lacking);
    const again = await this.children.find(lacking.map(({ wanted }) => wanted));
    for (const { wanted } of lacking) {
      const child = again.get(wanted.n);
      if (child?.ref === undefined) throw new VaultBusy();
      found.set(wanted.n, { ...child, born: found.get(wanted.n)?.born });
    }
    return found;
  }
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tries === TRIES) throw error;
    }
  }
}

const nameOf = (wanted: Wanted): string => (wanted.mac ? Buffer.from(wanted.mac).toString('base64') : `ref|${wanted.ref}`);
