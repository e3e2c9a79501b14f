import type { Suite } from '@lianhu/kernel';
import type { VaultKeys } from './keys';

/** Length of every token and reference: 16 bytes are 22 characters of base64url. Unit: bytes. */
const TOKEN_BYTES = 16;

const written = (kind: string, bytes: Uint8Array): string => `${kind}-${Buffer.from(bytes.subarray(0, TOKEN_BYTES)).toString('base64url')}`;

/** A new `child-…` or `minor-…`: random, never derived from anything. */
export const randomToken = (suite: Suite, kind: 'child' | 'minor'): string => written(kind, suite.random(TOKEN_BYTES));

/** What the tokens of one event are made from. */
export interface TokenSource {
  readonly department: string;
  readonly source: string;
  readonly id: string;
  readonly caseRef?: string;
  readonly correlationid?: string;
  readonly ownNumber?: string;
  readonly restricted: boolean;
}

/**
 * The case token of a restricted event: from (department, case reference, child), or (event, child) where it names no case. It is
 * always one child's: an event that was refused may come again about another one.
 */
export function caseToken(keys: VaultKeys, event: TokenSource, child: string | undefined): string {
  if (event.caseRef !== undefined) return written('case', keys.token(['case', 'case', event.department, event.caseRef, child ?? '']));
  return written('case', keys.token(['case', 'event', event.source, event.id, ...(child === undefined ? [] : [child])]));
}

/** The incident token: from the department's correlation id, else its own number, else one for this event; another one in restricted events. */
export function incidentToken(keys: VaultKeys, event: TokenSource): string {
  const kind = event.restricted ? 'restricted' : 'open';
  if (event.correlationid !== undefined)
    return written('incident', keys.token(['incident', kind, 'correlation', event.department, event.correlationid]));
  if (event.ownNumber !== undefined) return written('incident', keys.token(['incident', kind, 'number', event.department, event.ownNumber]));
  return written('incident', keys.token(['incident', kind, 'event', event.source, event.id]));
}
