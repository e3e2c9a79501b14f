import { closeSync, openSync, writeSync } from 'node:fs';

/** Text that is held before it is written. Unit: characters. Reason: few calls of the system, little memory. */
const HELD = 1 << 18;

/** A file of lines, written in order and readable by its owner only. Writing waits for the disk, so memory stays bounded. */
export class LineFile {
  private readonly file: number;
  private held: string[] = [];
  private size = 0;

  constructor(path: string | number) {
    this.file = typeof path === 'number' ? path : openSync(path, 'w', 0o600);
  }

  write(line: string): void {
    this.held.push(line);
    this.size += line.length;
    if (this.size >= HELD) this.flush();
  }

  flush(): void {
    if (this.held.length === 0) return;
    const bytes = Buffer.from(`${this.held.join('\n')}\n`);
    this.held = [];
    this.size = 0;
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }
}
