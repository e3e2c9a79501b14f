import type * as FastCheck from 'fast-check';
import type { EventLog, Group, Outcome } from './contract';
import { entryOf } from './contract-fixture';

/** An entry of the model: `key` and `content` from small pools, so that duplicates and conflicts are frequent. */
interface ModelEntry {
  readonly key: number;
  readonly content: 'a' | 'b';
  readonly subject?: number;
}
interface ModelGroup {
  readonly entries: readonly ModelEntry[];
  /** Expected version of subject 0, or none. */
  readonly expected?: number;
}
/** Calls made one after another, or all at once. */
export interface ModelRun {
  readonly calls: readonly (readonly ModelGroup[])[];
}

/** Random runs. */
export function runs(fc: typeof FastCheck.default): FastCheck.Arbitrary<ModelRun> {
  const entry = fc.record(
    { key: fc.nat(7), content: fc.constantFrom('a' as const, 'a' as const, 'b' as const), subject: fc.nat(2) },
    { requiredKeys: ['key', 'content'] },
  );
  const group = fc.record({ entries: fc.array(entry, { minLength: 1, maxLength: 3 }), expected: fc.nat(3) }, { requiredKeys: ['entries'] });
  return fc.record({ calls: fc.array(fc.array(group, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }) });
}

/** What a group must be answered, in the plainest code: positions count from the run's first. */
export type Expectation = { readonly kind: Outcome['kind']; readonly positions?: readonly number[]; readonly detail?: unknown };

/** The log as a list and two maps. */
export class Model {
  readonly stored: { readonly id: string; readonly subject?: number; readonly version?: number }[] = [];
  private readonly keys = new Map<number, { position: number; content: string }>();
  private readonly versions = new Map<number, number>();

  expect({ entries, expected }: ModelGroup): Expectation {
    const seen = new Set<number>();
    for (const [index, { key, content }] of entries.entries()) {
      const known = this.keys.get(key);
      if (known ? known.content !== content : seen.has(key)) return { kind: 'conflict', detail: { index } };
      seen.add(key);
    }
    const known = entries.flatMap(({ key }, index) => (this.keys.has(key) ? [index] : []));
    if (known.length === entries.length) return { kind: 'replayed', positions: entries.map(({ key }) => this.keys.get(key)?.position as number) };
    if (known.length > 0) return { kind: 'partial-duplicate', detail: { known } };
    const actual = this.versions.get(0) ?? 0;
    if (expected !== undefined && expected !== actual) return { kind: 'version-conflict', detail: { expected, actual } };
    return { kind: 'appended', positions: entries.map((entry) => this.store(entry)) };
  }

  private store({ key, content, subject }: ModelEntry): number {
    const version = subject === undefined ? undefined : (this.versions.get(subject) ?? 0) + 1;
    if (subject !== undefined && version !== undefined) this.versions.set(subject, version);
    const position = this.stored.push({ id: `k${key}`, subject, version });
    this.keys.set(key, { position, content });
    return position;
  }
}

/** A model's group as the log takes it; `run` keeps the runs on one engine apart. */
export const groupOf = (run: string, { entries, expected }: ModelGroup): Group => ({
  entries: entries.map(({ key, content, subject }) =>
    entryOf({ id: `k${key}`, source: `urn:run:${run}`, content, subject: subject === undefined ? undefined : `child-${run}-${subject}` }),
  ),
  ...(expected !== undefined && { expected: { subject: `child-${run}-0`, version: expected } }),
});

/** An outcome in the model's words. */
export function expectationOf(outcome: Outcome, first: number): Expectation {
  switch (outcome.kind) {
    case 'appended':
    case 'replayed':
      return { kind: outcome.kind, positions: outcome.receipts.map(({ position }) => position - first) };
    case 'conflict':
      return { kind: outcome.kind, detail: { index: outcome.index } };
    case 'partial-duplicate':
      return { kind: outcome.kind, detail: { known: outcome.known } };
    case 'version-conflict':
      return { kind: outcome.kind, detail: { expected: outcome.expected, actual: outcome.actual } };
  }
}

/** Runs a run on model and log and answers both stories. */
export async function compare(log: EventLog, run: string, { calls }: ModelRun) {
  const model = new Model();
  const first = (await log.head()).position;
  const expected = calls.map((groups) => groups.map((group) => model.expect(group)));
  // Calls are made in one go: an engine may commit them together, but decides them in order of arrival.
  const outcomes = await Promise.all(calls.map((groups) => log.append(groups.map((group) => groupOf(run, group)))));
  const { lines } = await log.read(first, 1_000);
  const stored = lines.map((line) => {
    const { id } = JSON.parse(line.claim) as { id: string };
    const { subject, version } = JSON.parse(line.bound) as { subject?: string; version?: number };
    return { id, subject: subject === undefined ? undefined : Number(subject.split('-').at(-1)), version };
  });
  return {
    expected: { outcomes: expected, stored: model.stored },
    found: { outcomes: outcomes.map((group) => group.map((outcome) => expectationOf(outcome, first))), stored },
  };
}
