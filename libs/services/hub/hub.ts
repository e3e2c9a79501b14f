import { toBase64, type Receipt } from '@lianhu/kernel';
import type { Group, Outcome } from '@lianhu/log';
import {
  HubAway,
  HubRefuses,
  logger,
  ProblemError,
  problemOf,
  type EdgeCounters,
  type EventOutcome,
  type FoundReceipt,
  type HubForMonitor,
  type HubPort,
  type OpenedIdentity,
  type OwnEvent,
  type OwnOutcome,
  type Submission,
  type Unmatched,
} from '@lianhu/services/platform';
import type { Examined } from './examine';
import type { HubParts } from './hub-parts';
import { Linker, type Linked, type Place, type Step } from './linker';
import { ownEntries } from './own-events';

/** The only writer: checks what edges send, resolves and seals, appends, answers receipts. */
export class Hub implements HubPort, HubForMonitor {
  private readonly linker: Linker;

  constructor(private readonly parts: HubParts) {
    this.linker = new Linker(parts);
  }

  /** Appends what an edge signed. Outcomes by batch, then by event. Throws HubAway when database or log cannot be reached. */
  submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    return reachable(() => this.take(department, submission));
  }

  private async take(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const places = submission.batches.flatMap((batch, b) => batch.events.map((event, e) => ({ batch, event, b, e })));
    const examined = await this.linker.examine(department, places);
    const linked = await this.linker.link(department, places, examined);
    const groups = groupsOf(submission, places);
    const whole = groups.flatMap((group) => {
      const ready = group.flatMap((i) => (linked[i] && 'ok' in linked[i] ? [{ i, linked: linked[i].ok }] : []));
      return ready.length === group.length ? [ready] : [];
    });
    const outcomes = new Array<EventOutcome>(places.length);
    for (const group of groups.filter((one) => !whole.some(([first]) => first?.i === one[0]))) {
      const answers = await this.answersOfRefused(
        department,
        group.map((i) => ({ examined: examined[i] as Step<Examined>, linked: linked[i] as Step<Linked> })),
      );
      group.forEach((i, k) => (outcomes[i] = answers[k] as EventOutcome));
    }
    const results = await this.append(whole.map((group) => ({ entries: group.map((one) => one.linked.entry) })));
    await this.settle(
      department,
      whole.flatMap((group, g) => (isStanding(results[g]) ? group.map((one) => one.linked) : [])),
    );
    whole.forEach((group, g) => group.forEach((one, k) => (outcomes[one.i] = outcomeOf(results[g] as Outcome, k, one.linked.minorRef))));
    return submission.batches.map((_, b) => outcomes.filter((__, i) => places[i]?.b === b));
  }

  /** Answers a group that cannot be appended: each fault; but what was accepted once is answered so for ever. */
  private async answersOfRefused(department: string, group: readonly { examined: Step<Examined>; linked: Step<Linked> }[]): Promise<EventOutcome[]> {
    const seen = await this.seenBefore(
      department,
      group.map(({ examined }) => examined),
    );
    return group.map(({ linked }, k) => {
      const before = seen[k];
      if (before instanceof ProblemError) return refusal(before);
      if (before) return { status: 200, receipt: before };
      return refusal('refused' in linked ? linked.refused : new ProblemError('refused', { detail: 'group' }));
    });
  }

  /** The first receipt of a key in a department's own sources. Throws HubAway when the log cannot be reached. */
  find(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    return reachable(() => this.lookUp(department, source, id, sentHash));
  }

  private async lookUp(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    const mac = sentHash === undefined ? undefined : this.parts.contentMac(Buffer.from(sentHash, 'base64'));
    const found = await this.parts.log.find(source, id, mac);
    if (!found) return undefined;
    const { lines } = await this.parts.log.read(found.receipt.position - 1, 1);
    const line = lines[0];
    if (!line || (JSON.parse(line.claim) as { department: string }).department !== department) return undefined;
    const subject = (JSON.parse(line.bound) as { subject?: string }).subject;
    const minorRef = subject === undefined ? undefined : await this.referenceOf(subject, department);
    return { receipt: withRef(found.receipt, minorRef), claim: line.claim, same: found.sameContent };
  }

  async count(department: string, counters: EdgeCounters): Promise<void> {
    await this.parts.counters.set(department, counters);
  }

  /** Appends events that the hub, a reactor or a command decided. The same id again changes nothing. */
  async own(events: readonly OwnEvent[], expected?: Group['expected']): Promise<readonly OwnOutcome[]> {
    const entries = await ownEntries(this.parts.maker, events);
    const outcomes = await this.append(expected ? [{ entries, expected }] : entries.map((entry) => ({ entries: [entry] })));
    return outcomes.map((outcome) => ({
      kind: outcome.kind,
      positions: 'receipts' in outcome ? outcome.receipts.map(({ position }) => position) : [],
    }));
  }

  async unmatched(): Promise<Unmatched> {
    return this.parts.vault.unmatched();
  }

  async alertKey(): Promise<Uint8Array> {
    return this.parts.alertKey;
  }

  /** Identities of children, for somebody entitled: the caller has recorded the reading before. */
  async open(children: readonly string[]): Promise<ReadonlyMap<string, OpenedIdentity>> {
    return this.parts.vault.identities(children);
  }

  private async referenceOf(subject: string, department: string): Promise<string | undefined> {
    const child = subject.startsWith('case-') ? await this.parts.vault.childOfCase(subject) : subject;
    return child === undefined ? undefined : (await this.parts.vault.references.of([child], department)).get(child);
  }

  private async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    return groups.length === 0 ? [] : reachable(() => this.parts.log.append(groups));
  }

  /** After a commit: what was made for these events is live, and their first-sight events stand. */
  private async settle(department: string, linked: readonly Linked[]): Promise<void> {
    const children = new Set(linked.flatMap(({ child, waiting }) => (child !== undefined && waiting ? [child] : [])));
    await this.parts.vault.appended([...children]);
    for (const { child, entry } of linked) if (child !== undefined && entry.subject === child) this.parts.sights.remember(child, department);
  }

  /**
   * The first receipts of a group that would be refused today: what was accepted once is answered so for ever. Of the group
   * all or none; nothing for events that are new or not even the department's own.
   */
  private async seenBefore(department: string, group: readonly Step<Examined>[]): Promise<readonly (Receipt | ProblemError | undefined)[]> {
    const own = group.flatMap((step) => ('ok' in step ? [step.ok] : []));
    if (own.length < group.length) return [];
    const found = await Promise.all(own.map((one) => this.lookUp(department, one.claim.source, one.id, toBase64(one.sentHash))));
    if (found.every((one) => one === undefined)) return [];
    if (found.every((one) => one?.same)) return found.map((one) => one?.receipt);
    const code = found.some((one) => one && !one.same) ? 'idempotency-conflict' : 'partial-duplicate';
    return found.map(() => new ProblemError(code));
  }
}

/** Whatever fails without being a refusal means that the outcome is not known: the caller keeps what it sent and tries again. */
async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof HubAway) throw error;
    const { name, code } = error as { name?: string; code?: string };
    logger.error({ fault: name, code }, 'the hub could not take events');
    if (error instanceof TypeError || error instanceof RangeError || OF_THE_DATA.test(code ?? '')) throw new HubRefuses(500);
    throw new HubAway('the log cannot take events');
  }
}

/** SQLSTATE classes that come of what was sent, not of a database that is away: they stay, so the sender's outbox steps over it. */
const OF_THE_DATA = /^2[23]...$/;

function groupsOf(submission: Submission, places: readonly Place[]): number[][] {
  const grouped = (submission.groups ?? []).map((group) =>
    group.map(([b, index]) => {
      const i = places.findIndex((place) => place.b === b && place.event.index === index);
      if (i < 0) throw new ProblemError('malformed-request', { detail: 'groups' });
      return i;
    }),
  );
  const inGroup = new Set(grouped.flat());
  return [...grouped, ...places.flatMap((_, i) => (inGroup.has(i) ? [] : [[i]]))];
}

const isStanding = (outcome: Outcome | undefined): boolean => outcome?.kind === 'appended' || outcome?.kind === 'replayed';

const withRef = (receipt: Receipt, minorRef: string | undefined): Receipt => (minorRef === undefined ? receipt : { ...receipt, minorRef });

function refusal({ code, extra }: ProblemError): EventOutcome {
  const problem = problemOf(code, extra);
  return { status: problem.status, problem };
}

/** What became of the k-th entry of a group. */
function outcomeOf(outcome: Outcome, k: number, minorRef: string | undefined): EventOutcome {
  if (outcome.kind === 'appended') return { status: 201, receipt: withRef(outcome.receipts[k] as Receipt, minorRef) };
  if (outcome.kind === 'replayed') return { status: 200, receipt: withRef(outcome.receipts[k] as Receipt, minorRef) };
  return refusal(problemFor(outcome));
}

function problemFor(outcome: Exclude<Outcome, { kind: 'appended' | 'replayed' }>): ProblemError {
  if (outcome.kind === 'conflict') return new ProblemError('idempotency-conflict');
  if (outcome.kind === 'partial-duplicate') return new ProblemError('partial-duplicate');
  return new ProblemError('version-conflict');
}
