import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, type Position, type Quarter, type Suite } from '@lianhu/kernel';
import { INDICATORS } from '@lianhu/reports';
import { logger } from '@lianhu/services/platform';

/** What is kept of a version of a closed quarter, and what it follows from: the log up to a position, and how it was counted. Of a running one the value itself says what it follows from. */
export interface KeptName {
  readonly what: 'raw' | 'figures' | 'since' | 'running';
  readonly quarter: Quarter;
  readonly version: number;
  readonly position: Position;
  /** Root of the log's tree at the closing. */
  readonly root: string;
  /** Hash of the policy pack that it is counted by: the one that the closing names. */
  readonly policy: string;
}

/**
 * What was made of quarters, a file each, so that a start need not read the whole log once a quarter, and so that what was closed
 * and published stays. A file is believed only with the MAC of its text, of what that must follow from and of what it was made by;
 * otherwise the quarter is counted again.
 */
export class KeptFigures {
  /** What each file is known to hold. */
  private readonly written = new Map<string, object>();
  private readonly madeBy: string;

  constructor(
    private readonly folder: string,
    private readonly suite: Suite,
    private readonly key: Uint8Array,
    /** Hash of the policy pack in force: by it small figures are suppressed and corrections measured, whatever pack a quarter was counted by. */
    inForce: string,
  ) {
    this.madeBy = JSON.stringify([inForce, INDICATORS.map(({ code, version }) => `${code} ${version}`)]);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** What was made by the pack in force and these indicators. */
  get<T extends object>(name: KeptName): T | undefined {
    const found = this.read<T>(name);
    if (found?.madeBy !== this.madeBy) return undefined;
    this.written.set(this.fileOf(name), found.value);
    return found.value;
  }

  /** What was made, by whatever pack and indicators. */
  ever<T extends object>(name: KeptName): T | undefined {
    return this.read<T>(name)?.value;
  }

  private read<T extends object>(name: KeptName): { readonly value: T; readonly madeBy: string } | undefined {
    try {
      // A file that does not say what it was made by is of an earlier program, and has the MAC of what is in force or none.
      const [mac = '', text = '', madeBy = this.madeBy] = readFileSync(this.fileOf(name), 'utf8').split('\n');
      return mac === this.macOf(name, text, madeBy) ? { value: JSON.parse(text) as T, madeBy } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a value in place of an earlier one; the same object again changes nothing. Where it cannot be written, the quarter is counted again after the next start. */
  put(name: KeptName, value: object): void {
    const file = this.fileOf(name);
    if (this.written.get(file) === value) return;
    const text = JSON.stringify(value);
    try {
      writeFileSync(`${file}.new`, `${this.macOf(name, text, this.madeBy)}\n${text}\n${this.madeBy}`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      this.written.set(file, value);
    } catch (error) {
      logger.warn({ code: (error as { code?: unknown }).code, quarter: name.quarter }, 'figures of a quarter cannot be kept');
    }
  }

  private fileOf({ what, quarter, version }: KeptName): string {
    return join(this.folder, `${quarter}-${version}-${what}.json`);
  }

  private macOf({ what, quarter, version, position, root, policy }: KeptName, text: string, madeBy: string): string {
    const follows = JSON.stringify([what, quarter, version, position, root, policy, ...(JSON.parse(madeBy) as unknown[])]);
    return toBase64(this.suite.hmac(this.key, `${follows}\n${text}`));
  }
}
