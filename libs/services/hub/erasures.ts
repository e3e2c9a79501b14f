import { MinorErased, MinorErasureOrdered } from '@lianhu/departments/hub';
import { definitionOf, momentOf, recorded, type Clock, type Position, type Recorded, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { ProblemError, type OwnEvent, type OwnOutcome } from '@lianhu/services/platform';
import type { ErasedEvent, Erasure, Vault } from '@lianhu/vault';
import type { IdentityDesk } from './identity-desk';
import type { Underway } from './underway';

/** Where erasures are kept apart from the database; see `ErasureLedger`. */
export interface Ledger {
  all(): readonly Erasure[];
  add(erasures: readonly Erasure[]): void;
}

/** Events that edges give up, apart from the database; see `ErasedEvents`. */
export interface ErasedList {
  add(events: readonly ErasedEvent[]): void;
  of(department: string): readonly string[];
  mark(department: string): string | undefined;
}

/** What erasing needs. */
export interface ErasureParts {
  readonly log: Pick<EventLog, 'read' | 'forget' | 'version'>;
  readonly vault: Pick<Vault, 'heldOf' | 'subjectsOf' | 'filesOf' | 'erase'>;
  readonly ledger: Ledger;
  readonly erased: ErasedList;
  readonly underway: Pick<Underway, 'shutOut' | 'readmit'>;
  readonly identities: Pick<IdentityDesk, 'unmoved' | 'movedSince'>;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly own: (events: readonly OwnEvent[]) => Promise<readonly OwnOutcome[]>;
}

const ERASED = definitionOf(MinorErased).type;
const ORDERED = definitionOf(MinorErasureOrdered).type;
const PAGE = 500;

/** 删除: records that a child is erased, then destroys what the hub holds of it. What was recorded and not done is done at the next start. */
export class Erasures {
  constructor(private readonly parts: ErasureParts) {}

  /**
   * Carries out the order that stands at a position; answers where that is recorded. Again changes nothing. Throws ProblemError
   * `not-found`, and `refused` when files were merged or split since: it was decided about another child than it would destroy.
   */
  execute(order: Position): Promise<{ readonly position: Position }> {
    return this.parts.identities.unmoved(() => this.carryOut(order));
  }

  private async carryOut(order: Position): Promise<{ readonly position: Position }> {
    const [line] = (await this.parts.log.read(order - 1, 1)).lines;
    const event = line && recorded(line);
    if (!event || event.type !== ORDERED || event.subject === undefined) throw new ProblemError('not-found');
    const { child, reason } = erasureOf(event);
    if ((await this.recordedAt(child)) === undefined && (await this.parts.identities.movedSince(child, order)))
      throw new ProblemError('refused', { members: { code: 'erasure.order-again' } });
    // Files that were found to be one child's go together, and are recorded together, so that a crash leaves none behind.
    const erasures = (await this.parts.vault.filesOf(child)).map((file) => ({ child: file, reason }));
    await this.record(erasures);
    await this.destroyAll(erasures);
    const position = await this.recordedAt(child);
    if (position === undefined) throw new ProblemError('refused');
    return { position };
  }

  /**
   * At the start of a hub: finishes erasures that a crash cut off, and records anew those that the ledger knows and a restored log
   * does not, before anybody is answered.
   */
  async catchUp(): Promise<void> {
    const recordedOnes = new Map<string, Erasure>();
    for (let after = 0; ;) {
      const { lines, scannedTo, head } = await this.parts.log.read(after, PAGE, { types: [ERASED] });
      for (const event of lines.map(recorded)) if (event.subject !== undefined) recordedOnes.set(event.subject, erasureOf(event));
      if (scannedTo >= head) break;
      after = scannedTo;
    }
    for (const erasure of this.parts.ledger.all()) {
      if (recordedOnes.has(erasure.child) || (await this.parts.log.version(erasure.child)) === 0) continue;
      await this.record([erasure]);
      recordedOnes.set(erasure.child, erasure);
    }
    await this.destroyAll([...recordedOnes.values()]);
  }

  /** One erasure of a child counts, at whatever time and for whatever reason it is recorded again. */
  private async record(erasures: readonly Erasure[]): Promise<void> {
    const time = momentOf(this.parts.clock.now());
    const fresh: OwnEvent[] = [];
    for (const { child, reason } of erasures) {
      if ((await this.recordedAt(child)) !== undefined) continue;
      const digest = this.parts.suite.sha256(new TextEncoder().encode(child));
      const id = `minor-erased-${Buffer.from(digest).toString('base64url').slice(0, 22)}`;
      fresh.push({ type: ERASED, id, time, subject: child, data: { reason } });
    }
    if (fresh.length > 0) await this.parts.own(fresh);
  }

  private async recordedAt(child: string): Promise<Position | undefined> {
    const { lines } = await this.parts.log.read(0, 1, { types: [ERASED], subject: child });
    return lines[0]?.position;
  }

  /** While their events are shut out, so that none comes into the log unseen. Where that fails they come in again: it is done over from its beginning. */
  private async destroyAll(erasures: readonly Erasure[]): Promise<void> {
    this.parts.ledger.add(erasures);
    const left = new Set(await this.parts.vault.heldOf(erasures.map(({ child }) => child)));
    await this.parts.underway.shutOut([...left]);
    try {
      for (const child of [...left]) {
        await this.destroy(child);
        left.delete(child);
      }
    } finally {
      this.parts.underway.readmit([...left]);
    }
  }

  /** What stands in the ledger: first what lies beside the log, the keys last. As long as they stand, the child's cases can be found again. */
  private async destroy(child: string): Promise<void> {
    const { erased, log, vault } = this.parts;
    const subjects = await vault.subjectsOf(child);
    if (!subjects) return;
    erased.add(await this.eventsOf(subjects));
    await log.forget(subjects);
    await vault.erase(child);
  }

  /** What departments' edges have sent of these streams. */
  private async eventsOf(subjects: readonly string[]): Promise<readonly ErasedEvent[]> {
    const found: ErasedEvent[] = [];
    for (const subject of subjects) {
      for (let after = 0; ;) {
        const { lines, scannedTo, head } = await this.parts.log.read(after, PAGE, { subject });
        found.push(...lines.map((line) => ({ department: recorded(line).department, leaf: line.leafHash })));
        if (scannedTo >= head) break;
        after = scannedTo;
      }
    }
    return found.filter(({ department }) => department !== 'hub');
  }
}

const erasureOf = ({ subject, data }: Recorded): Erasure => ({ child: subject as string, reason: (data as { reason: string }).reason });
