import { randomUUID } from 'node:crypto';
import { partyOf, type References } from '@lianhu/access';
import { ERASURE, MinorErased, MinorErasureOrdered } from '@lianhu/departments/hub';
import { definitionOf, momentOf, recorded, type Clock, type Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ProblemError, type Caller, type HubForMonitor, type ReadRecorder } from '@lianhu/services/platform';

/** What erasures are ordered with. */
export interface ErasureParts {
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly references: References;
  readonly recorder: ReadRecorder;
  readonly clock: Clock;
}

/** An order as it is listed: nothing in it tells which child. */
export interface ListedErasure {
  readonly order: Position;
  readonly orderedAt: string;
  readonly reason: string;
  readonly executed: boolean;
}

const ORDERED = definitionOf(MinorErasureOrdered).type;
const ERASED = definitionOf(MinorErased).type;
const PAGE = 500;

/** 删除: the office's head decides, somebody else carries it out. Who did either is in the access log. */
export class Erasures {
  constructor(private readonly parts: ErasureParts) {}

  /** Records the decision about a child of the caller's references; destroys nothing. Throws ProblemError `not-found`, `invalid-input`. */
  async order(
    caller: Caller,
    { minorRef, reason }: { readonly minorRef?: unknown; readonly reason?: unknown },
  ): Promise<{ readonly order: Position }> {
    if (typeof reason !== 'string' || !Object.hasOwn(ERASURE.titles, reason))
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/reason', rule: 'enum', message: Object.keys(ERASURE.titles).join(', ') }] });
    const child = typeof minorRef === 'string' ? await this.parts.references.childOf(partyOf(caller.viewer), minorRef) : undefined;
    if (child === undefined) throw new ProblemError('not-found');
    await this.parts.recorder.record(caller, 'erasures.order', { children: [child] });
    const event = { type: ORDERED, id: `erasure-ordered-${randomUUID()}`, time: momentOf(this.parts.clock.now()), subject: child, data: { reason } };
    const [outcome] = await this.parts.hub.own([event]);
    const order = outcome?.positions[0];
    if (order === undefined) throw new ProblemError('version-conflict');
    return { order };
  }

  /** Has the hub destroy what it holds of the child that the order is about; it cannot be undone. Throws ProblemError `not-found`. */
  async execute(caller: Caller, order: Position): Promise<{ readonly position: Position }> {
    const [line] = Number.isSafeInteger(order) && order > 0 ? (await this.parts.log.read(order - 1, 1)).lines : [];
    const event = line && recorded(line);
    if (!event || event.type !== ORDERED || event.subject === undefined) throw new ProblemError('not-found');
    await this.parts.recorder.record(caller, 'erasures.execute', { children: [event.subject] });
    return this.parts.hub.erase(order);
  }

  /** Every order and whether it was carried out. */
  async list(): Promise<readonly ListedErasure[]> {
    const orders: (ListedErasure & { readonly child?: string })[] = [];
    const erased = new Set<string | undefined>();
    for (let after = 0; ;) {
      const { lines, scannedTo, head } = await this.parts.log.read(after, PAGE, { types: [ORDERED, ERASED] });
      for (const { type, position, recordedAt, subject, data } of lines.map(recorded)) {
        if (type === ERASED) erased.add(subject);
        else orders.push({ order: position, orderedAt: recordedAt, reason: (data as { reason: string }).reason, executed: false, child: subject });
      }
      if (scannedTo >= head) break;
      after = scannedTo;
    }
    return orders.map(({ child, ...order }) => ({ ...order, executed: erased.has(child) }));
  }
}
