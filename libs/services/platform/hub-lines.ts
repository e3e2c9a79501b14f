import { lineFrom, type Backfill } from '@lianhu/kafka';
import type { Position, StoredLine } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { HubAway } from './hub-port';

/** How long a page may take. Unit: milliseconds. */
const TIMEOUT_MS = 30_000;

/** Whole lines over HTTP, `GET /api/log/events`, with a monitor's own token: for what Kafka has no more. */
export class HubLines implements Backfill {
  constructor(
    private readonly url: string,
    private readonly token: () => string,
  ) {}

  /** Lines after a position. Throws HubAway. */
  async read(after: Position, limit: number): Promise<{ readonly lines: readonly StoredLine[] }> {
    const response = await fetch(new URL(`/api/log/events?after=${after}&limit=${limit}`, this.url), {
      headers: { authorization: `Bearer ${this.token()}`, accept: 'application/x-ndjson' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw new HubAway('the log cannot be reached');
    });
    if (!response.ok) throw new HubAway(`the log answers ${response.status}`);
    return { lines: (await response.text()).split('\n').flatMap((text) => lineFrom(std1, text) ?? []) };
  }
}
