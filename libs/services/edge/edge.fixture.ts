import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@lianhu/kernel';
import {
  HubAway,
  logger,
  problemOf,
  type EventOutcome,
  type FoundReceipt,
  type HubPort,
  type ProblemCode,
  type Submission,
  type Withdrawal,
} from '@lianhu/services/platform';
import type { ReadyClaim, Sign } from './batcher';
import { eventKey, type Kept } from './outbox';
import { Spool } from './spool';

/** Tests provoke faults on purpose: nobody needs to read about them. */
logger.level = 'silent';

const SOURCE = 'urn:lianhu:source:police:default';
/** Key of an event of the tests' only source. */
export const keyOf = (id: string): string => eventKey(SOURCE, id);

/** A folder for spools that is removed after the test file; nothing in it may be open then. */
export function scratch(): { readonly folder: string; spool(name: string, maxBytes?: number, key?: Uint8Array): Spool; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-edge-'));
  return {
    folder,
    spool: (name, maxBytes, key = Buffer.alloc(32, 7)) => new Spool(join(folder, name), key, maxBytes === undefined ? {} : { maxBytes }),
    remove: () => {
      const open = openFiles(folder);
      rmSync(folder, { recursive: true, force: true });
      if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
    },
  };
}

/** Files below a folder that this process has open, where the system tells: what is left to the garbage collector is nobody's. */
export function openFiles(folder: string): string[] {
  const held = '/proc/self/fd';
  if (!existsSync(held)) return [];
  return readdirSync(held).flatMap((number) => {
    try {
      const path = readlinkSync(join(held, number));
      return path.startsWith(folder) ? [path.slice(folder.length + 1)] : [];
    } catch {
      return [];
    }
  });
}

/** Events of which nothing matters here but their id (the claim's text). */
export const claimNamed = (id: string, more: Partial<ReadyClaim> = {}): ReadyClaim => ({
  key: keyOf(id),
  claim: id,
  restricted: false,
  sentHash: `hash of ${id}`,
  salt: '',
  values: {},
  bytes: 1_000,
  ...more,
});

/** A signature that only says how many it signed. */
export const sign: Sign = (claims) => ({
  root: '',
  signature: '',
  places: claims.map((_, index) => ({ index, keyId: 'police-1', path: [], signature: '', size: claims.length })),
});

/** A submission of one batch as the outbox keeps it. */
export const keptOf = (...ids: readonly string[]): Kept => ({
  submission: {
    batches: [
      {
        department: 'police',
        keyId: 'police-1',
        size: ids.length,
        root: '',
        signature: '',
        events: ids.map((id, index) => ({ index, path: [], claim: id, sentHash: `hash of ${id}`, salt: '', values: {} })),
      },
    ],
  },
  keys: [ids.map(keyOf)],
});

/** A hub that keeps what it takes once, by claim; it can be away, fail, or refuse one. */
export class FakeHub implements HubPort {
  readonly stands: string[] = [];
  readonly submissions: Submission[] = [];
  /** As `submissions`, with those that it has not taken yet. */
  readonly arrived: Submission[] = [];
  away = false;
  /** Called before anything is taken: it may throw or wait. */
  before: (submission: Submission) => void | Promise<void> = () => undefined;
  refusal: (claim: string) => ProblemCode | undefined = () => undefined;

  async submit(_department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    if (this.away) throw new HubAway('away');
    this.arrived.push(submission);
    await this.before(submission);
    this.submissions.push(submission);
    return submission.batches.map(({ events }) => events.map(({ claim }) => this.take(claim)));
  }

  private take(claim: string): EventOutcome {
    const refused = this.refusal(claim);
    if (refused) {
      const problem = problemOf(refused);
      return { status: problem.status, problem };
    }
    const known = this.stands.indexOf(claim);
    const position = known < 0 ? this.stands.push(claim) : known + 1;
    return { status: known < 0 ? 201 : 200, receipt: { id: claim, position } as Receipt };
  }

  async find(): Promise<FoundReceipt | undefined> {
    return undefined;
  }
  async count(): Promise<void> {
    return undefined;
  }
  /** What was asked of it; it has no records. */
  readonly withdrawals: Withdrawal[] = [];
  async withdraw(_department: string, withdrawal: Withdrawal): Promise<{ readonly position: number }> {
    if (this.away) throw new HubAway('away');
    this.withdrawals.push(withdrawal);
    return { position: this.stands.push(`withdrawn ${withdrawal.id}`) };
  }
}
