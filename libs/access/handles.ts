import type { Position, Suite } from '@lianhu/kernel';
import { keyFile } from '@lianhu/vault';

/** Handles instead of positions: HMAC per party, so that two parties' pages share none for one event. */
export interface Handles {
  handle(party: string, position: Position): string;
}

const HANDLE_BYTES = 16;

/** The monitor's handles, under a key file of its own. */
export function openHandles(folder: string, suite: Suite): Handles {
  const key = keyFile(folder, 'handles.key', () => suite.random(32));
  return {
    handle: (party, position) =>
      `event-${Buffer.from(suite.hmac(suite.hmac(key, party), String(position)).subarray(0, HANDLE_BYTES)).toString('base64url')}`,
  };
}
