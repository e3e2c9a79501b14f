import type { Position, Recorded } from '@lianhu/kernel';
import { TempFile, type Place } from './temp-file';

/** One event that lies between two moments. */
export interface Cause {
  readonly position: Position;
  readonly type: string;
  readonly time: string;
  readonly department: string;
}
/** What made a row another one: how many events of its own lie between, and the newest of them, newest first. None = only the day has changed. */
export interface Causes {
  readonly count: number;
  readonly newest: readonly Cause[];
}

/** Events told of one row. Reason: who wants all reads the log from position to position. */
export const CAUSES_TOLD = 20;
export const NO_CAUSES: Causes = { count: 0, newest: [] };

/** An event as it is told. */
export const causeOf = ({ position, type, time, department }: Recorded): Cause => ({ position, type, time, department });

interface Link {
  readonly cause: Cause;
  readonly before?: Place;
}

/** Events by key in a temporary file, each linked to the one before it; in memory stays one place for each key. */
export class CauseChains {
  private readonly file = new TempFile();
  private readonly newest = new Map<string, { readonly place: Place; readonly count: number }>();

  add(key: string, event: Recorded): void {
    const known = this.newest.get(key);
    const link: Link = { cause: causeOf(event), before: known?.place };
    this.newest.set(key, { place: this.file.append(JSON.stringify(link)), count: (known?.count ?? 0) + 1 });
  }

  of(key: string): Causes {
    const known = this.newest.get(key);
    if (!known) return NO_CAUSES;
    const newest: Cause[] = [];
    for (let place: Place | undefined = known.place; place && newest.length < CAUSES_TOLD;) {
      const link: Link = JSON.parse(this.file.read(place)) as Link;
      newest.push(link.cause);
      place = link.before;
    }
    return { count: known.count, newest };
  }

  close(): void {
    this.file.close();
  }
}
