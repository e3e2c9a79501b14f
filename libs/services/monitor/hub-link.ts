import type { Position } from '@lianhu/kernel';
import {
  HubAway,
  type EnteredRecord,
  type EventOutcome,
  type HubForMonitor,
  type OpenedIdentity,
  type OwnEvent,
  type OwnOutcome,
  type ReviewDone,
  type ReviewOpinion,
  type TradedToken,
  type Unmatched,
} from '@lianhu/services/platform';

/** How long the hub may take. Unit: milliseconds. */
const TIMEOUT_MS = 10_000;
/** Status of a route that is not there. */
const UNKNOWN = 404;

/** The hub over HTTP, with a monitor's own token. */
export class HubLink implements HubForMonitor {
  constructor(
    private readonly url: string,
    private readonly token: () => string,
  ) {}

  async own(events: readonly OwnEvent[], expected?: { readonly subject: string; readonly version: number }): Promise<readonly OwnOutcome[]> {
    return (await this.post<{ outcomes: OwnOutcome[] }>('/api/hub/own', { events, expected })).outcomes;
  }

  /** Monitors are upgraded before their hub: one that does not know the question keeps nobody from being warned. */
  async head(): Promise<Position> {
    const response = await this.ask('/api/hub/head', {});
    return response.status === UNKNOWN ? 0 : (await answered<{ position: Position }>(response)).position;
  }

  async open(children: readonly string[]): Promise<ReadonlyMap<string, OpenedIdentity>> {
    return new Map(Object.entries((await this.post<{ identities: Record<string, OpenedIdentity> }>('/api/hub/opens', { children })).identities));
  }

  /** Monitors are upgraded before their hub: one that does not know the question yet says it with the identities. */
  async villages(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const response = await this.ask('/api/hub/villages', { children });
    if (response.status === UNKNOWN)
      return new Map([...(await this.open(children))].flatMap(([child, { village }]) => (village === undefined ? [] : [[child, village]])));
    return new Map(Object.entries((await answered<{ villages: Record<string, string> }>(response)).villages));
  }

  async record(record: EnteredRecord): Promise<EventOutcome> {
    return (await this.post<{ outcome: EventOutcome }>('/api/hub/records', record)).outcome;
  }

  async erase(order: number): Promise<{ readonly position: number }> {
    return this.post<{ position: number }>('/api/hub/erasures', { order });
  }

  async childOfNumber(docNo: string): Promise<string | undefined> {
    return (await this.post<{ child?: string }>('/api/hub/child-of-number', { docNo })).child;
  }

  async unmatched(most?: number): Promise<Unmatched> {
    return this.post<Unmatched>('/api/hub/unmatched', { most });
  }

  async reviews(states: readonly string[]): ReturnType<HubForMonitor['reviews']> {
    return this.post('/api/hub/reviews', { states });
  }

  async pair(files: readonly [string, string]): Promise<{ readonly id: string }> {
    return this.post('/api/hub/pair', { files });
  }

  async review(opinion: ReviewOpinion): Promise<ReviewDone> {
    return this.post<ReviewDone>('/api/hub/review', opinion);
  }

  async alertKey(): Promise<Uint8Array> {
    return Buffer.from((await this.post<{ key: string }>('/api/hub/alert-key', {})).key, 'base64');
  }

  /** What the hub gives for a system's assertion; undefined when it proves nobody. Throws HubAway. */
  async trade(assertion: string): Promise<TradedToken | undefined> {
    return (await this.post<{ traded?: TradedToken }>('/api/hub/tokens', { assertion })).traded;
  }

  private async post<T>(path: string, body: object): Promise<T> {
    return answered<T>(await this.ask(path, body));
  }

  private ask(path: string, body: object): Promise<Response> {
    return fetch(new URL(path, this.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw new HubAway('hub cannot be reached');
    });
  }
}

/** What was answered. Throws HubAway for a refusal. */
async function answered<T>(response: Response): Promise<T> {
  if (!response.ok) throw new HubAway(`hub answers ${response.status}`);
  return (await response.json()) as T;
}
