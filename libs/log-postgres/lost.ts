import { LogUnavailable } from '@lianhu/log';
import { codeOf, isPassing } from '@lianhu/postgres';

/** This process was cut off from what lets it write; it may get it back. */
export class CutOff extends Error {
  readonly code = '57P01';
}

/** Runs a read; a database that is away is the same error for every method. */
export async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? new LogUnavailable(codeOf(error)) : error;
  }
}
