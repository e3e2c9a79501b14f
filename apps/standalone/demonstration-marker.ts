import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Moment } from '@lianhu/kernel';

/** What a data folder remembers of its demonstration county: up to which moment it was made, and whether it is all there. */
export interface Marker {
  readonly state: 'loading' | 'ready';
  readonly to: Moment;
  /** A tenth of the whole county. */
  readonly small?: boolean;
}

/** The marker of a data folder: loading that was interrupted goes on where it stopped, with the same county. */
export class DemonstrationMarker {
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'demonstration.json');
  }

  read(): Marker | undefined {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Marker) : undefined;
  }
  write(marker: Marker): void {
    writeFileSync(`${this.path}.new`, `${JSON.stringify(marker)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
