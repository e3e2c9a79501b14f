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

/** What stands in place of an entry that was corrected or discarded: the hash of its event. Base64. */
interface Decided {
  readonly decided: string;
}

/** The data officer's desk of one department: events that a person must look at, kept encrypted at the edge. */
export class Quarantine {
  /** Hash of the event as sent → id, so that a repeated push is kept once. */
  private readonly known = new Map<string, string>();

  /** Hashes of what was corrected or discarded. */
  private readonly decided = new Set<string>();

  constructor(private readonly spool: Spool) {
    // What was decided stands before the entry that it is about.
    for (const { name, value } of this.spool.entries()) {
      if (isDecided(value)) this.decided.add(value.decided);
      else this.begin(name, hashOf(value as Quarantined));
    }
  }

  get size(): number {
    return this.known.size;
  }
  /** Sets an event aside; the same event set aside again is kept once, and never again when a person has corrected or discarded it. Answers its id and whether it is new. */
  put(entry: Quarantined): { readonly id: string; readonly added: boolean } | 'decided' {
    const hash = hashOf(entry);
    if (this.decided.has(hash)) return 'decided';
    const known = this.known.get(hash);
    if (known) return { id: known, added: false };
    const id = idOf(this.spool.put(entry));
    this.known.set(hash, id);
    return { id, added: true };
  }
  /** Whether a person has corrected or discarded the event of this hash, of which the hub was asked. */
  isDecided(sentHash: string): boolean {
    return this.decided.has(sentHash);
  }
  /** Oldest first; what was decided, which only grows, is not read again for it. */
  list(): (Quarantined & { readonly id: string })[] {
    return [...this.known.values()].flatMap((id) => {
      const entry = this.read(id);
      return entry ? [{ ...entry, id }] : [];
    });
  }
  get(id: string): Quarantined | undefined {
    return [...this.known.values()].includes(id) ? this.read(id) : undefined;
  }
  /** Forgets an entry that goes its way; false when there is no such entry. */
  drop(id: string): boolean {
    const hash = this.hashOfEntry(id);
    if (hash === undefined) return false;
    this.spool.drop(`${id}.spool`);
    return this.known.delete(hash);
  }
  /** The same of one that was corrected or discarded: only its hash stays, so that the same file put in again does not bring it back. Throws SpoolFull. */
  decide(id: string): boolean {
    const hash = this.hashOfEntry(id);
    if (hash === undefined) return false;
    this.spool.split(`${id}.spool`, [{ decided: hash } satisfies Decided]);
    this.decided.add(hash);
    return this.known.delete(hash);
  }

  /** Killed between keeping a second one and knowing the first, or between a decision and the end of its entry: one is enough, or none. */
  private begin(name: string, hash: string): void {
    if (this.known.has(hash) || this.decided.has(hash)) this.spool.drop(name);
    else this.known.set(hash, idOf(name));
  }
  private read(id: string): Quarantined | undefined {
    return this.spool.read(`${id}.spool`) as Quarantined | undefined;
  }
  private hashOfEntry(id: string): string | undefined {
    return [...this.known].find(([, known]) => known === id)?.[0];
  }
}

const isDecided = (value: unknown): value is Decided => typeof (value as Decided).decided === 'string';
const idOf = (name: string): string => name.replace('.spool', '');
const hashOf = ({ sent, sentHash }: Quarantined): string => sentHash ?? createHash('sha256').update(JSON.stringify(sent)).digest('base64');
