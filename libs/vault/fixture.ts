import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { makeCitizenId } from '@lianhu/standards';
import type { Pool } from 'pg';
import { openKeys, type MinorIdentity, type Resolved, type ResolveRequest, Vault, vaultMigrations } from './index';

export type Answer = Extract<Resolved, { kind: 'resolved' }>;
export const DEPARTMENTS = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health'];
const TIME = '2026-10-12T09:30:00.000+08:00';

/** Sequence numbers of one area and day; who comes after them is born a day later. */
const NUMBERS_A_DAY = 999;

/** For specs: a vault over a database of its own, with invented children. */
export class Fixture {
  private count = 0;
  private children = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
    readonly pool: Pool,
    readonly vault: Vault,
  ) {}

  static async open(): Promise<Fixture> {
    const database = await testDatabase(vaultMigrations);
    const folder = mkdtempSync(join(tmpdir(), 'lianhu-vault-'));
    const pool = createPool(database.urls.hub, { max: 8 });
    return new Fixture(database, folder, pool, new Vault(pool, openKeys(folder, std1)));
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The same vault as another process of the hub has it, with keys in its own memory. */
  another(): Vault {
    return new Vault(this.pool, openKeys(this.folder, std1));
  }

  /** A child nobody has named before. */
  invent(over: Partial<MinorIdentity> = {}): MinorIdentity {
    const before = this.children++;
    const birthDate = addDays('2015-06-01', Math.floor(before / NUMBERS_A_DAY));
    const docNo = makeCitizenId('990101', birthDate, 1 + (before % NUMBERS_A_DAY));
    return { docType: '01', docNo, name: `测试${this.children}`, sex: Number(docNo[16]) % 2 === 1 ? '1' : '2', birthDate, ...over };
  }

  /** A paper number nobody has used before. */
  paper(): string {
    return `P99-${this.next()}`;
  }

  /** A request of an event nobody has sent before. */
  ask(over: Partial<ResolveRequest>): ResolveRequest {
    return { department: 'police', source: 'urn:lianhu:source:test', id: `e${this.next()}`, time: TIME, restricted: false, ...over };
  }

  async resolve(...requests: Partial<ResolveRequest>[]): Promise<Answer[]> {
    return (await this.vault.resolve(requests.map((request) => this.ask(request)))) as Answer[];
  }

  async one(request: Partial<ResolveRequest>): Promise<Answer> {
    return (await this.resolve(request))[0] as Answer;
  }

  /** As `one`, of an event that then stands in the log. */
  async stands(request: Partial<ResolveRequest>): Promise<Answer> {
    const answer = await this.one(request);
    const { child, said, introduces } = answer;
    if (child !== undefined) await this.vault.settle([{ child, said, introduces }]);
    await this.vault.appended(child === undefined ? [] : [child]);
    return answer;
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }
}
