import { fault } from '@lianhu/catalogue';
import { Corrections, RECORD_WITHDRAWN, recorded, type Position, type Recorded } from '@lianhu/kernel';
import type { EventLog, Filter } from '@lianhu/log';
import { ProblemError, type Submission, type SubmittedEvent } from '@lianhu/services/platform';
import type { Vault } from '@lianhu/vault';
import type { Examined } from './examine';

/** An event that another one corrects. */
export interface Corrected {
  readonly position: Position;
  /** The stream that the correction belongs to as well. */
  readonly subject?: string;
}

/** How a receipt is named in `corrects`: `receipt:1031`, by its position. An id of that form goes before. */
const RECEIPT = /^receipt:([1-9]\d{0,14})$/;
/** Lines of one subject's withdrawals read at a time. */
const PAGE = 500;
/** Lines of one child and type in which a later correction is looked for. Reason: nobody has as many, and what is told of it is a note to the sender. */
const LOOKED_AT = 1_000;

/** Finds what a department's event says it corrects. */
export class CorrectedEvents {
  constructor(
    private readonly log: Pick<EventLog, 'find' | 'read'>,
    private readonly vault: Pick<Vault, 'childOfCase' | 'headsOf'>,
  ) {}

  /**
   * The event of the same source, type and subject that is named by its id or receipt and has not been withdrawn; undefined
   * when nothing is corrected. Throws ProblemError with one and the same fault for whatever else is named, so that it tells
   * nothing about others' events.
   */
  async of({ claim, values, definition }: Examined, link: { readonly subject?: string; readonly child?: string }): Promise<Corrected | undefined> {
    const named = values['/corrects'];
    if (named === undefined) return undefined;
    const found = typeof named === 'string' ? await this.named(claim.source, named) : undefined;
    const own = found && found.source === claim.source && found.event.department === claim.department && found.event.type === claim.type;
    if (!own || !(await this.sameSubject(found.event, definition.restricted, link)) || (await this.isWithdrawn(found.event))) throw unknownTarget();
    return { position: found.event.position, subject: found.event.subject };
  }

  /** The event of a source that an id or a receipt names. */
  async named(source: string, name: string): Promise<{ source: string; event: Recorded } | undefined> {
    const byId = await this.log.find(source, name);
    const position = byId?.receipt.position ?? Number(RECEIPT.exec(name)?.[1] ?? 0);
    const [line] = position === 0 ? [] : (await this.log.read(position - 1, 1)).lines;
    return line && { source: (JSON.parse(line.claim) as { source: string }).source, event: recorded(line) };
  }

  /** A restricted event may be a case of its own; then the child behind both cases must be one. */
  private async sameSubject(event: Recorded, restricted: boolean, { subject, child }: { subject?: string; child?: string }): Promise<boolean> {
    if (event.subject === subject || (await this.isOneChild(event.subject, subject))) return true;
    if (!restricted || child === undefined || !event.subject?.startsWith('case-')) return false;
    return (await this.vault.childOfCase(event.subject)) === child;
  }

  /** Files that were merged are one child's. */
  private async isOneChild(one: string | undefined, other: string | undefined): Promise<boolean> {
    if (one === undefined || other === undefined || !one.startsWith('child-')) return false;
    const heads = await this.vault.headsOf([one, other]);
    return heads.get(one) === heads.get(other);
  }

  /** Whether the fact of an event has been withdrawn. */
  async isWithdrawn(event: Recorded): Promise<boolean> {
    const corrections = new Corrections();
    for (const one of await this.factOf(event)) corrections.add(one);
    await this.addAll(corrections, 0, { types: [RECORD_WITHDRAWN], ...(event.subject !== undefined && { subject: event.subject }) });
    return corrections.withdrawn(event.position);
  }

  /** Whether a later correction, or a withdrawal, counts instead of an event that belongs to somebody. */
  async isSuperseded(event: Recorded): Promise<boolean> {
    if (event.subject === undefined) return false;
    const [first = event] = await this.factOf(event);
    const corrections = new Corrections();
    await this.addAll(corrections, first.position - 1, { types: [event.type, RECORD_WITHDRAWN], subject: event.subject }, LOOKED_AT);
    return !corrections.counts(event.position);
  }

  private async addAll(corrections: Corrections, from: Position, filter: Filter, most = Number.POSITIVE_INFINITY): Promise<void> {
    let read = 0;
    for (let after = from; read < most;) {
      const page = await this.log.read(after, PAGE, filter);
      for (const line of page.lines) if (line.bound.includes('"corrects"')) corrections.add(recorded(line));
      read += page.lines.length;
      if (page.scannedTo <= after || page.scannedTo >= page.head) return;
      after = page.scannedTo;
    }
  }

  /** The event and all that it corrects, back to the fact's first, in order of position. */
  private async factOf(event: Recorded): Promise<Recorded[]> {
    const fact = [event];
    for (let { corrects } = event; corrects !== undefined;) {
      const [line] = (await this.log.read(corrects - 1, 1)).lines;
      if (!line) break;
      const before = recorded(line);
      fact.unshift(before);
      ({ corrects } = before);
    }
    return fact;
  }
}

const unknownTarget = (): ProblemError => new ProblemError('invalid-event', { errors: [fault('/corrects', 'corrects', 'zh')] });

/**
 * The events of a submission that correct another one of it, and what stands in a group with them: they can be judged only
 * after the others stand. Empty when all wait for each other.
 */
export function behindOthers({ batches, groups = [] }: Submission): ReadonlySet<SubmittedEvent> {
  const events = batches.flatMap((batch) => batch.events);
  // Most correct nothing: then no claim is read for it.
  if (events.every(({ values }) => values['/corrects'] === undefined)) return new Set();
  const keys = new Set(events.flatMap((event) => keyOf(event) ?? []));
  const behind = new Set(events.filter((event) => keys.has(`${sourceOf(event)}\t${String(event.values['/corrects'])}`)));
  for (const group of groups) {
    const members = group.flatMap(([b, index]) => batches[b]?.events.find((event) => event.index === index) ?? []);
    if (members.some((event) => behind.has(event))) for (const event of members) behind.add(event);
  }
  return behind.size < events.length ? behind : new Set();
}

/** A submission without some events; batches stay where they are. */
export function without({ batches, groups }: Submission, left: (event: SubmittedEvent) => boolean): Submission {
  const kept = batches.map((batch) => ({ ...batch, events: batch.events.filter((event) => !left(event)) }));
  const stays = ([b, index]: readonly [number, number]): boolean => kept[b]?.events.some((event) => event.index === index) === true;
  return { batches: kept, ...(groups && { groups: groups.filter((group) => group.every(stays)) }) };
}

function claimOf({ claim }: SubmittedEvent): { readonly source?: unknown; readonly id?: unknown } {
  try {
    return (JSON.parse(claim) ?? {}) as { source?: unknown; id?: unknown };
  } catch {
    return {};
  }
}
const sourceOf = (event: SubmittedEvent): string => String(claimOf(event).source);

function keyOf(event: SubmittedEvent): string | undefined {
  const { source, id } = claimOf(event);
  const own = typeof id === 'string' ? id : event.values['/id'];
  return typeof own === 'string' ? `${String(source)}\t${own}` : undefined;
}
