import type { Folded } from '../compiled-view';
import type { FoldStore } from '../folding';
import { TempFile, type Place } from './temp-file';

/** What may lie idle in the file, as versions that were replaced, before it is written anew. Unit: bytes. */
const MAX_IDLE = 256 * 1024 ** 2;

/** Folds in a temporary file; in memory stays a place for each key, some hundred bytes. */
export class SpilledFolds implements FoldStore {
  private readonly places = new Map<string, Place>();
  private file = new TempFile();
  private used = 0;

  constructor(private readonly maxIdle = MAX_IDLE) {}

  /** Every key, in order. */
  keys(): string[] {
    return [...this.places.keys()].sort();
  }

  load(keys: readonly string[]): Promise<ReadonlyMap<string, Folded>> {
    const folds = new Map<string, Folded>();
    for (const key of keys) {
      const place = this.places.get(key);
      if (place) folds.set(key, JSON.parse(this.file.read(place)) as Folded);
    }
    return Promise.resolve(folds);
  }

  save(folds: readonly (readonly [string, Folded])[]): Promise<void> {
    for (const [key, fold] of folds) this.put(key, JSON.stringify(fold));
    if (this.file.size - this.used > this.used + this.maxIdle) this.compact();
    return Promise.resolve();
  }

  close(): void {
    this.file.close();
  }

  private put(key: string, text: string): void {
    const place = this.file.append(text);
    this.used += place.length - (this.places.get(key)?.length ?? 0);
    this.places.set(key, place);
  }

  private compact(): void {
    const old = this.file;
    this.file = new TempFile();
    for (const [key, place] of this.places) this.places.set(key, this.file.append(old.read(place)));
    old.close();
  }
}
