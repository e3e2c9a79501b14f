import { CaseOrderExecuted, CaseOrderIssued } from '@lianhu/departments/hub';
import { definitionOf, recorded, type Position } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { logger } from '@lianhu/services/platform';
import type { CaseSeal, Vault } from '@lianhu/vault';

/** What keeping orders needs. */
export interface CaseOrderParts {
  readonly log: Pick<EventLog, 'read' | 'beside'>;
  readonly vault: Pick<Vault, 'values' | 'seals'>;
}
/** An event that was appended now. */
export interface Appended {
  readonly position: Position;
  readonly type: string;
  readonly subject?: string;
}

const ORDERS: ReadonlySet<string> = new Set([CaseOrderIssued, CaseOrderExecuted].map((cls) => definitionOf(cls).type));
/** What seals a case and what opens it again; other kinds of orders do neither. */
const SEALED: Readonly<Record<string, boolean>> = { seal: true, unseal: false };
const PAGE = 500;

/** Whether an event is an order about a case, or says that one was carried out. */
export const isCaseOrder = (type: string): boolean => ORDERS.has(type);

/**
 * 案件指令: what orders say about cases is kept where answers look. The kind of an order is secret, so no fold knows it: the hub
 * opens it once. Each party has its own token of a matter, so the order seals the issuer's, each execution that of its holder.
 */
export class CaseOrders {
  constructor(private readonly parts: CaseOrderParts) {}

  /** Keeps the orders of the log that are not kept yet: after each, and at a hub's start. The same again changes nothing. */
  async catchUp(): Promise<void> {
    const { log, vault } = this.parts;
    for (let after = await vault.seals.newest(); ;) {
      const page = await log.read(after, PAGE, { types: [...ORDERS] });
      const orders = page.lines.map(recorded);
      await vault.seals.add(await this.sealsIn(orders));
      if (page.scannedTo <= after || page.scannedTo >= page.head) return;
      after = page.scannedTo;
    }
  }

  /** The internal alarm: something was said about a sealed case. The sender's answer neither waits for it nor changes by it. */
  async watch(appended: readonly Appended[]): Promise<void> {
    const said = appended.filter(({ type }) => !isCaseOrder(type));
    const sealed = await this.parts.vault.seals.among(said.map(({ subject }) => subject));
    const positions = said.flatMap(({ subject, position }) => (sealed.has(subject ?? '') ? [position] : []));
    if (positions.length === 0) return;
    await this.parts.vault.seals.alarm(positions);
    logger.warn({ positions }, 'something was said about a sealed case');
  }

  private async sealsIn(orders: readonly Appended[]): Promise<readonly CaseSeal[]> {
    if (orders.length === 0) return [];
    const blobs = await this.parts.log.beside(orders.map(({ position }) => position));
    const kept = orders.flatMap(({ position, subject }) => {
      const sealed = blobs.get(position);
      return sealed && subject !== undefined ? [{ position, owner: subject, sealed }] : [];
    });
    const opened = await this.parts.vault.values.open(kept);
    return kept.flatMap(({ position, owner }, n) => {
      const sealed = SEALED[String(opened[n]?.values['/data/kind'])];
      return sealed === undefined ? [] : [{ position, token: owner, sealed }];
    });
  }
}
