import type { Installation } from './installation';
import type { Load } from './load';

/** Something that goes wrong under load, and is over when `strike` resolves. One file each in `strokes`. */
export interface Fault {
  readonly name: string;
  /** How often it is dealt beside the others. */
  readonly weight: number;
  /** Why it cannot be done on this machine; undefined when it can. */
  impossible(installation: Installation): string | undefined;
  strike(installation: Installation, load: Load): Promise<void>;
}

/** Waits until something happened under load, or a while passed: what a fault asks for, not what it needs. Unit: milliseconds. */
export async function until(holds: () => boolean, atMostMs: number): Promise<void> {
  const end = Date.now() + atMostMs;
  while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}
