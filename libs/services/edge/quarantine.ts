import { createHash } from 'node:crypto';
import type { FieldFault } from '@lianhu/kernel';
import type { Spool } from './spool';

/** An event that waits for a person, and why. */
export interface Quarantined {
  readonly sent: unknown;
  readonly reason: string;
  readonly faults: readonly FieldFault[];
  /** The sender's own source and duty area: whoever decides later, the event goes on as that sender's. */
  readonly source?: string;
  readonly area?: string;
  /** Hash of the event as it was sent, where the hub was asked about it: `sent` may be put together from its claim. Base64. */
  readonly sentHash?: string;
}

/** The data officer's desk of one department: events that a person must look at, kept encrypted at the edge. */
export class Quarantine {
  /** Hash of the event as sent → id, so that a repeated push is kept once. */
  private readonly known = new Map<string, string>();

  constructor(private readonly spool: Spool) {
    for (const { id, ...entry } of this.list()) {
      const hash = hashOf(entry);
      // Killed between keeping the second and knowing the first: one is enough.
      if (this.known.has(hash)) this.spool.drop(`${id}.spool`);
      else this.known.set(hash, id);
    }
  }

  get size(): number {
    return this.known.size;
  }
  /** Sets an event aside; the same event set aside again is kept once. Answers its id and whether it is new. */
  put(entry: Quarantined): { readonly id: string; readonly added: boolean } {
    const hash = hashOf(entry);
    const known = this.known.get(hash);
    if (known) return { id: known, added: false };
    const id = idOf(this.spool.put(entry));
    this.known.set(hash, id);
    return { id, added: true };
  }
  list(): (Quarantined & { readonly id: string })[] {
    return [...this.spool.entries()].map(({ name, value }) => ({ ...(value as Quarantined), id: idOf(name) }));
  }
  get(id: string): Quarantined | undefined {
    return [...this.known.values()].includes(id) ? (this.spool.read(`${id}.spool`) as Quarantined | undefined) : undefined;
  }
  /** False when there is no such entry. */
  drop(id: string): boolean {
    const hash = [...this.known].find(([, known]) => known === id)?.[0];
    if (hash === undefined) return false;
    this.spool.drop(`${id}.spool`);
    return this.known.delete(hash);
  }
}

const idOf = (name: string): string => name.replace('.spool', '');
const hashOf = ({ sent, sentHash }: Quarantined): string => sentHash ?? createHash('sha256').update(JSON.stringify(sent)).digest('base64');
