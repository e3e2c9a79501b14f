import { fault } from '@lianhu/catalogue';
import type { Receipt } from '@lianhu/kernel';
import type { Outcome } from '@lianhu/log';
import { problemOf, ProblemError, type EventOutcome } from '@lianhu/services/platform';

/** Whether a group stands in the log, since now or before. */
export const isStanding = (outcome: Outcome | undefined): boolean => outcome?.kind === 'appended' || outcome?.kind === 'replayed';

/** A receipt with the sender's own reference for the child, where it may have it. */
export const withRef = (receipt: Receipt, minorRef: string | undefined): Receipt => (minorRef === undefined ? receipt : { ...receipt, minorRef });

/** A refusal as the sender gets it. */
export function refusal({ code, extra }: ProblemError): EventOutcome {
  const problem = problemOf(code, extra);
  return { status: problem.status, problem };
}

/** What became of the k-th entry of a group. */
export function outcomeOf(outcome: Outcome, k: number, minorRef: string | undefined): EventOutcome {
  if (outcome.kind === 'appended') return { status: 201, receipt: withRef(outcome.receipts[k] as Receipt, minorRef) };
  if (outcome.kind === 'replayed') return { status: 200, receipt: withRef(outcome.receipts[k] as Receipt, minorRef) };
  return refusal(problemFor(outcome, k));
}

function problemFor(outcome: Exclude<Outcome, { kind: 'appended' | 'replayed' }>, k: number): ProblemError {
  if (outcome.kind === 'version-conflict') return new ProblemError('version-conflict');
  if (outcome.kind === 'conflict') return outcome.index === k ? idTaken() : ofItsGroup();
  return outcome.known.includes(k) ? pushedBefore() : ofItsGroup();
}

/** Its id is another event's. */
export const idTaken = (): ProblemError => new ProblemError('idempotency-conflict', { errors: [fault('/id', 'id-taken', 'zh')] });

/** It stands already, and others of its group do not. */
export const pushedBefore = (): ProblemError => new ProblemError('partial-duplicate', { errors: [fault('/id', 'pushed-before', 'zh')] });

/** There is nothing wrong with it, but with others of its group. */
export const ofItsGroup = (): ProblemError => new ProblemError('refused', { detail: 'group' });
