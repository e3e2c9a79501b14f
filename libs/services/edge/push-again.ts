import { fromBase64 } from '@lianhu/kernel';
import type { Acknowledged, Acknowledgement } from './acknowledged';
import type { LogWatch } from './log-watch';
import type { Outbox } from './outbox';

/** What was found missing and handed to the outbox. Unit: events; `from` is the last position that the hub still has. */
export interface PushedAgain {
  readonly from: number;
  readonly events: number;
}

interface Point {
  readonly size: number;
  readonly root: string;
}

/**
 * Hands to the outbox what was acknowledged beyond the point up to which the hub's log is still the one that this edge
 * knows. Sending more than is missing is harmless: what stands is answered as a repetition.
 */
export async function pushAgain(acknowledged: Acknowledged, watch: LogWatch, outbox: Outbox): Promise<PushedAgain> {
  const names = await acknowledged.roll();
  const starts: (Point & { readonly file: number })[] = [];
  for (const [file, name] of names.entries()) {
    const [first] = await acknowledged.read(name);
    if (first) starts.push({ file, size: first.size, root: first.root });
  }
  const start = await lastThatHolds(starts, watch);
  const records = start ? await acknowledged.read(names[start.file] as string) : [];
  const from = (await lastThatHolds(records, watch))?.size ?? 0;
  let events = 0;
  for (const name of names) {
    for (const { kept, last } of await acknowledged.read(name)) {
      if (last <= from) continue;
      outbox.keep(kept);
      events += kept.keys.flat().length;
    }
  }
  return { from, events };
}

/** The largest checkpoint that the log continues: what it continues, it continues up to some size and never beyond. */
async function lastThatHolds<T extends Pick<Acknowledgement, 'size' | 'root'>>(points: readonly T[], watch: LogWatch): Promise<T | undefined> {
  const sorted = [...points].sort((a, b) => a.size - b.size);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { size, root } = sorted[middle] as T;
    if (await watch.continues({ size, root: fromBase64(root) ?? new Uint8Array() })) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}
