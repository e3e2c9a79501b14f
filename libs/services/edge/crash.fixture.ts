import { existsSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { disk, type Files } from './files';

/** The process has died: nothing it does after that happens. */
export class Crash extends Error {}

/**
 * A disk that loses power at its `at`-th operation (from 0), before it or after it. What was not made durable by then
 * comes out as `fate` says for each: a file torn somewhere, a renaming or a removal not done.
 */
export class CrashingDisk implements Files {
  private operation = 0;
  private dead = false;
  private readonly unsynced = new Set<string>();
  private readonly undo: { folder: string; back: () => void }[] = [];

  constructor(
    private readonly at: number,
    private readonly before: boolean,
    /** A number from 0 to 1 for each thing that hangs in the air. */
    private readonly fate: () => number,
  ) {}

  /** Operations done so far. */
  get operations(): number {
    return this.operation;
  }

  write(path: string, blob: Uint8Array): void {
    this.step(() => {
      disk.write(path, blob);
      this.unsynced.add(path);
    });
  }
  sync(path: string): void {
    this.step(() => this.unsynced.delete(path));
  }
  rename(from: string, to: string): void {
    this.step(() => {
      const old = existsSync(to) ? readFileSync(to) : undefined;
      const moved = readFileSync(from);
      disk.rename(from, to);
      if (this.unsynced.delete(from)) this.unsynced.add(to);
      this.undo.push({
        folder: dirname(to),
        back: () => {
          writeFileSync(from, moved);
          if (old) writeFileSync(to, old);
          else unlinkSync(to);
        },
      });
    });
  }
  remove(path: string): void {
    if (!existsSync(path)) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    this.step(() => {
      const blob = readFileSync(path);
      disk.remove(path);
      this.undo.push({ folder: dirname(path), back: () => writeFileSync(path, blob) });
    });
  }
  syncFolder(folder: string): void {
    this.step(() => {
      for (let i = this.undo.length - 1; i >= 0; i--) if (this.undo[i]?.folder === folder) this.undo.splice(i, 1);
    });
  }

  room = (folder: string) => disk.room(folder);

  private step(work: () => void): void {
    if (this.dead) throw new Crash();
    const here = this.operation++ === this.at;
    if (here && this.before) this.crash();
    work();
    if (here) this.crash();
  }

  private crash(): never {
    this.dead = true;
    for (const { back } of this.undo.reverse()) if (this.fate() < 0.5) back();
    for (const path of this.unsynced) if (existsSync(path)) truncateSync(path, Math.floor(this.fate() * (readFileSync(path).length + 1)));
    throw new Crash();
  }
}
