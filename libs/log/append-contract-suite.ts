import { APPEND_CONTRACT, type Answer, type Step, type Way } from './append-contract';
import type { EventLog, Outcome } from './contract';
import { allLines, entryOf, type Open } from './contract-fixture';

/** Carries a row's steps out on one way to append, on a history of its own. */
export interface Driver {
  push(step: Step): Promise<Answer>;
  /** Events of the department that stand. */
  count(): Promise<number>;
}

/** One test for each row that concerns a way. */
export function rowTests(way: Way, open: () => Promise<Driver>): void {
  for (const { row, says, on } of APPEND_CONTRACT) {
    const steps = on[way];
    if (steps) test(`row ${row}: ${says}`, async () => walk(await open(), steps));
  }
}

async function walk(driver: Driver, steps: readonly Step[]): Promise<void> {
  const answers: Answer[] = [];
  for (const [n, step] of steps.entries()) {
    const before = await driver.count();
    const answer = await driver.push(step);
    answers.push(answer);
    const items = answer.items?.map(({ status, code }) => [status, code].filter(Boolean).join(' '));
    expect({ n, status: answer.status, code: answer.code, items, wrote: (await driver.count()) - before }).toEqual({
      n,
      status: step.status,
      code: step.code,
      items: step.items,
      wrote: step.wrote,
    });
    if (step.receiptsOf !== undefined) expect(answer.receipts).toEqual(answers[step.receiptsOf]?.receipts);
    if (step.contiguous) expect(answer.positions).toEqual(step.push.map((_, i) => (answer.positions[0] ?? 0) + i));
    if (step.status < 300 && step.items === undefined) expect(answer.receipts).toHaveLength(step.push.length);
    if (step.status >= 400) expect([answer.receipts, answer.text.includes('position')]).toEqual([[], false]);
  }
}

/** The rows on the log itself. */
export function appendContractSuite(open: Open): void {
  rowTests('log', async () => logDriver(await open()));
}

const logDriver = (log: EventLog): Driver => ({
  count: async () => (await allLines(log)).length,
  push: async ({ push, as, expected }) => {
    const entries = push.map(({ id, content, source, child }) =>
      entryOf({
        id,
        // As with a sender, whose child is part of what he sends.
        content: `${content ?? 'a'}${child ?? ''}`,
        source: source && `urn:lianhu:source:police:${source}`,
        subject: child && `child-${child}`,
      }),
    );
    if (as === 'independent') {
      const outcomes = await log.append(entries.map((entry) => ({ entries: [entry] })));
      return { ...empty(200), items: outcomes.map(answerOf) };
    }
    const groups = entries.length === 0 ? [] : [{ entries, ...(expected !== undefined && { expected: { subject: 'child-x', version: expected } }) }];
    const [outcome] = await log.append(groups);
    return outcome ? answerOf(outcome) : empty(200);
  },
});

const empty = (status: number, code?: string): Answer => ({ status, code, receipts: [], positions: [], text: '' });

function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'appended' && outcome.kind !== 'replayed')
    return empty(409, outcome.kind === 'conflict' ? 'idempotency-conflict' : outcome.kind);
  const receipts = outcome.receipts.map(({ checkpoint: _checkpoint, proof: _proof, ...receipt }) => receipt);
  return {
    ...empty(outcome.kind === 'appended' ? 201 : 200),
    receipts,
    positions: receipts.map(({ position }) => position),
  };
}
