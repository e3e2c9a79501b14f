import type { SubmittedEvent } from '@lianhu/services/platform';

/** What an edge adds to an event when it makes a claim of it; no sender can say it. */
const ADDED = ['department', 'receivedat', 'nonce', 'released'] as const;

/** The event that a claim was made of, its values in their places: in normal form, with defaults, as its sender could send it again. */
export function sentAgain({ claim, values, sourceSeq }: SubmittedEvent): Readonly<Record<string, unknown>> {
  const { data = {}, ...event } = JSON.parse(claim) as { data?: Record<string, unknown>; [attribute: string]: unknown };
  for (const [pointer, value] of Object.entries(values)) {
    const [, first = '', second] = pointer.split('/').map(unescaped);
    if (second === undefined) event[first] = value;
    else data[second] = value;
  }
  for (const name of ADDED) delete event[name];
  return { ...event, ...(sourceSeq !== undefined && { sourceseq: sourceSeq }), data };
}

const unescaped = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');
