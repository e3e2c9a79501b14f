import { cuttingWire } from '@lianhu/testing/wire';

/** Where the wire breaks at a COMMIT: after so many bytes of the statement, or after so many of its answer; or it goes silent there. */
export type CommitCut = { readonly of: 'request' | 'answer'; readonly bytes: number | 'silent' };
/** `Q`, length, "COMMIT", NUL: a simple query of PostgreSQL's protocol. Unit: bytes. */
export const COMMIT_BYTES = 12;
/** CommandComplete with "COMMIT", and ReadyForQuery. Unit: bytes. */
export const ANSWER_BYTES = 18;
const COMMIT = Buffer.from('COMMIT\0');

/** A wire between engine and database that breaks at COMMITs when it is told to. */
export interface CuttingProxy {
  /** The database's address through this wire. */
  readonly url: string;
  /** The answers to the next so many COMMITs are lost, and the connection with them. */
  cut(times: number): void;
  /** The next COMMITs break there, one after another. */
  cutAt(...cuts: readonly CommitCut[]): void;
  /** COMMITs broken until now. */
  lost(): number;
  close(): Promise<void>;
}

/** Opens a wire in front of a database. */
export async function cuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const planned: CommitCut[] = [];
  const wire = await cuttingWire(databaseUrl, () => {
    let pending: CommitCut | undefined;
    return (direction, piece) => {
      if (direction === 'answer') return pending?.bytes;
      const at = piece.indexOf(COMMIT);
      if (at < 0 || planned.length === 0) return undefined;
      pending = planned.shift() as CommitCut;
      // The statement's first byte stands five before its text.
      if (pending.of === 'answer') return undefined;
      return pending.bytes === 'silent' ? 'silent' : at - 5 + pending.bytes;
    };
  });
  return {
    url: wire.through(databaseUrl),
    cut: (times) => void planned.splice(0, planned.length, ...Array.from({ length: times }, () => ({ of: 'answer' as const, bytes: 0 }))),
    cutAt: (...cuts) => void planned.push(...cuts),
    lost: wire.cuts,
    close: wire.close,
  };
}
