import { LianhuError } from '@lianhu/kernel';
import { codeOf } from '@lianhu/postgres';
import { isDatabaseAway } from './database-away';

/** What a person at the terminal can do about faults of the machine, by Node's code. */
const FAULTS: Readonly<Record<string, (fault: Fault) => string>> = {
  EADDRINUSE: ({ address, port }) => `${address ?? ''}:${port ?? ''} is taken by another program; end it, or choose another with PORT.`,
  EADDRNOTAVAIL: ({ address }) => `This machine has no address ${address ?? ''}; choose another with HOST.`,
  EACCES: ({ address, port, path }) => `${path ?? `${address ?? ''}:${port ?? ''}`} may not be opened by this user.`,
  ENOSPC: ({ path }) => `No space is left${path === undefined ? '' : ` for ${path}`}.`,
};
interface Fault {
  readonly code?: unknown;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
}

/** What keeps a program from starting, for people; undefined for what only its developers understand. */
export function startFault(error: unknown): string | undefined {
  if (error instanceof LianhuError) return `${error.message} (${error.code})`;
  const fault = (error ?? {}) as Fault;
  if (FAULTS[String(fault.code)] === undefined && isDatabaseAway(error))
    return `The database does not let Lianhu start: ${(error as Error).message || 'it cannot be reached'} (${codeOf(error)}).${hintOf(error)}`;
  return FAULTS[String(fault.code)]?.(fault);
}

/** A pooler does not take the settings that a connection of ours begins with. */
const hintOf = (error: unknown): string =>
  codeOf(error) === '08P01' ? ' Where a connection pooler stands before PostgreSQL, connect to PostgreSQL itself.' : '';

/** Starts a program; what keeps it from starting is said in a line and ends it. Anything else is a fault of ours and shows where. */
export async function orSay(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const said = startFault(error);
    if (said === undefined) throw error;
    console.error(said);
    process.exit(1);
  }
}
