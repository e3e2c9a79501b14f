import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, type Position, type Quarter, type Suite } from '@lianhu/kernel';
import { INDICATORS } from '@lianhu/reports';
import { logger } from '@lianhu/services/platform';

/** What is kept of a version of a closed quarter, and what it follows from: the log up to a position, and how it was counted. Of a running one the value itself says what it follows from. */
export interface KeptName {
  readonly what: 'figures' | 'since' | 'running';
  readonly quarter: Quarter;
  readonly version: number;
  readonly position: Position;
  /** Root of the log's tree at the closing. */
  readonly root: string;
  /** Hash of the policy pack that it is counted by: the one that the closing names. */
  readonly policy: string;
}

const COUNTED_BY = INDICATORS.map(({ code, version }) => `${code} ${version}`);

/**
 * What was made of quarters, a file each, so that a start need not read the whole log once a quarter. A file is
 * believed only with the MAC of its text and of what that must follow from; otherwise the quarter is counted again.
 */
export class KeptFigures {
  /** What each file is known to hold. */
  private readonly written = new Map<string, object>();

  constructor(
    private readonly folder: string,
    private readonly suite: Suite,
    private readonly key: Uint8Array,
    /** Hash of the policy pack in force: by it small figures are suppressed and corrections measured, whatever pack a quarter was counted by. */
    private readonly inForce: string,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  get<T extends object>(name: KeptName): T | undefined {
    let mac: string, text: string;
    try {
      [mac = '', text = ''] = readFileSync(this.fileOf(name), 'utf8').split('\n');
    } catch {
      return undefined;
    }
    if (mac !== this.macOf(name, text)) return undefined;
    const value = JSON.parse(text) as T;
    this.written.set(this.fileOf(name), value);
    return value;
  }

  /** Keeps a value in place of an earlier one; the same object again changes nothing. Where it cannot be written, the quarter is counted again after the next start. */
  put(name: KeptName, value: object): void {
    const file = this.fileOf(name);
    if (this.written.get(file) === value) return;
    const text = JSON.stringify(value);
    try {
      writeFileSync(`${file}.new`, `${this.macOf(name, text)}\n${text}`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      this.written.set(file, value);
    } catch (error) {
      logger.warn({ code: (error as { code?: unknown }).code, quarter: name.quarter }, 'figures of a quarter cannot be kept');
    }
  }

  private fileOf({ what, quarter, version }: KeptName): string {
    return join(this.folder, `${quarter}-${version}-${what}.json`);
  }

  private macOf({ what, quarter, version, position, root, policy }: KeptName, text: string): string {
    const follows = JSON.stringify([what, quarter, version, position, root, policy, this.inForce, COUNTED_BY]);
    return toBase64(this.suite.hmac(this.key, `${follows}\n${text}`));
  }
}
