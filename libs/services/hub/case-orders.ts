import { CaseOrderExecuted, CaseOrderIssued, ENTERED } from '@lianhu/departments/hub';
import { historiesOf } from '@lianhu/follow';
import { definitionOf, recorded, type Position, type Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { logger } from '@lianhu/services/platform';
import type { KeptSeal, Vault } from '@lianhu/vault';

/** What keeping orders needs. */
export interface CaseOrderParts {
  readonly log: Pick<EventLog, 'read' | 'head' | 'beside' | 'histories'>;
  readonly vault: Pick<Vault, 'values' | 'seals'>;
  readonly seals: SealsApart;
}
/** Where orders about cases are kept apart from the database; see `SealLedger`. */
export interface SealsApart {
  all(): readonly KeptSeal[];
  add(seals: readonly KeptSeal[]): void;
}

type Order = Pick<Recorded, 'position' | 'subject' | 'leafHash'>;

const ORDERS: ReadonlySet<string> = new Set([CaseOrderIssued, CaseOrderExecuted].map((cls) => definitionOf(cls).type));
/** What seals a case and what opens it again; other kinds of orders do neither. */
const SEALED: Readonly<Record<string, boolean>> = { seal: true, unseal: false };
const PAGE = 500;
/** Whether somebody has said it: an agency, or a person at a form; no order about the case, and nothing that the hub decides by itself. */
const isSaid = ({ type, department }: Recorded): boolean => !ORDERS.has(type) && (department !== 'hub' || ENTERED.has(type));

/** Whether an event is an order about a case, or says that one was carried out. */
export const isCaseOrder = (type: string): boolean => ORDERS.has(type);

/**
 * 案件指令: what orders say about cases is kept where answers look. The kind of an order is secret, so no fold knows it: the hub
 * opens it once. Each party has its own token of a matter, so the order seals the issuer's, each execution that of its holder.
 */
export class CaseOrders {
  /** Where each sealed case was last spoken of when it was looked. */
  private readonly seen = new Map<string, Position>();

  constructor(private readonly parts: CaseOrderParts) {}

  /** Keeps the orders of the log that are not kept yet: after each, and at a hub's start. The same again changes nothing. */
  async catchUp(): Promise<void> {
    const { log, vault, seals } = this.parts;
    // A ledger that is empty yet, of an older installation or a new folder, takes in all that the log knows.
    for (let after = seals.all().length === 0 ? 0 : await vault.seals.newest(); ;) {
      const page = await log.read(after, PAGE, { types: [...ORDERS] });
      const orders = await this.sealsIn(page.lines.map(recorded));
      seals.add(orders);
      await vault.seals.add(orders);
      if (page.scannedTo <= after || page.scannedTo >= page.head) return;
      after = page.scannedTo;
    }
  }

  /**
   * At a hub's start, before anybody is answered: where a backup was restored, a case that was sealed after it stays sealed. That
   * holds until an order of the restored log says otherwise; whoever gave the lost one enters it again.
   */
  async start(): Promise<void> {
    await this.catchUp();
    const { log, vault, seals } = this.parts;
    const { restoredFrom } = await log.head();
    if (!restoredFrom) return;
    const lost = new Map<string, boolean>();
    for (const order of seals.all()) {
      if (await this.stands(order)) lost.delete(order.token);
      else lost.set(order.token, order.sealed);
    }
    const tokens = [...lost].filter(([, sealed]) => sealed).map(([token]) => token);
    const before = new Set(await vault.seals.all());
    await vault.seals.add(tokens.map((token) => ({ position: restoredFrom.position, token, sealed: true })));
    const cases = (await vault.seals.all()).filter((token) => !before.has(token)).length;
    if (cases > 0) logger.warn({ cases }, 'cases stay sealed by orders that the restored log does not know; they have to be entered again');
  }

  private async stands({ position, leaf }: KeptSeal): Promise<boolean> {
    const [line] = (await this.parts.log.read(position - 1, 1)).lines;
    return line?.position === position && line.leafHash === leaf;
  }

  /**
   * The internal alarm: what was said about a case since it was sealed. It is read from the log, onward from the last look, so that
   * nothing is missed whose sender's answer was lost or whose look failed. No answer waits for it or changes by it.
   */
  async watch(): Promise<void> {
    const { log, vault } = this.parts;
    const sealed = [...(await vault.seals.since())].map(([subject, position]) => ({
      subject,
      after: Math.max(position, this.seen.get(subject) ?? 0),
    }));
    const said = [...(await historiesOf(log, sealed, Number.MAX_SAFE_INTEGER)).values()].flat();
    if (said.length === 0) return;
    const positions = await vault.seals.alarm(said.filter(isSaid).map(({ position }) => position));
    for (const { subject = '', position } of said) this.seen.set(subject, position);
    if (positions.length > 0) logger.warn({ positions }, 'something was said about a sealed case');
  }

  private async sealsIn(orders: readonly Order[]): Promise<readonly KeptSeal[]> {
    if (orders.length === 0) return [];
    const blobs = await this.parts.log.beside(orders.map(({ position }) => position));
    const kept = orders.flatMap(({ position, subject, leafHash }) => {
      const sealed = blobs.get(position);
      return sealed && subject !== undefined ? [{ position, owner: subject, sealed, leaf: leafHash }] : [];
    });
    const opened = await this.parts.vault.values.open(kept);
    return kept.flatMap(({ position, owner, leaf }, n) => {
      const sealed = SEALED[String(opened[n]?.values['/data/kind'])];
      return sealed === undefined ? [] : [{ position, token: owner, sealed, leaf }];
    });
  }
}
