import { LogUnavailable } from '@lianhu/log';

/** SQLSTATE classes and codes after which the same may succeed: connection, shutdown, deadlock, lock timeout, resources, read-only after a failover. */
const PASSING = /^(08|40|53|57|55P03|25006|25P0)/;
/** What pg says, without a code, of a connection that is gone. */
const GONE = /connection|terminat|not queryable|timeout/i;

/** This process was cut off from what lets it write; it may get it back. */
export class CutOff extends Error {
  readonly code = '57P01';
}

/** SQLSTATE or system code of an error, never its text, which may hold values. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'connection lost';
}

/** Whether an error comes of a connection or server that is away for now, not of what was asked. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return typeof message === 'string' && GONE.test(message);
  return /^E[A-Z_]+$/.test(code) || PASSING.test(code);
}

/** Runs a read; a database that is away is the same error for every method. */
export async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? new LogUnavailable(codeOf(error)) : error;
  }
}
