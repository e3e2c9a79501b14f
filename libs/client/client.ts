import { createHash } from 'node:crypto';
import { canonical, type Json } from '@lianhu/kernel';
import { BadAnswer, ClientError, Conflict, MissingId, Quarantined, StillStored, Unavailable, Unproven } from './errors';
import type { EventData } from './generated/events';
import { callUntilAnswered, DEFAULT_RETRY, mayPass, objectIn, pauseOf, refusal, type Answer, type Retry } from './http';
import { receiptFault, type ProvenReceipt, type Trust } from './proof';
import { memoryReceipts, type ReceiptStore } from './receipts';
import type { TokenSource } from './token';

/** An event as a department sends it; `data` is typed where the type's name is known when compiling. */
export interface SentEvent<T extends string = string> {
  readonly type: T;
  /** The sender's own, the same whenever it is sent again. */
  readonly id: string;
  /** RFC 3339 with offset. */
  readonly time: string;
  readonly data: T extends keyof EventData ? EventData[T] : Readonly<Record<string, unknown>>;
  /** This department's reference of the child, instead of `data.minor`. */
  readonly subject?: string;
  readonly [attribute: string]: unknown;
}
/** What became of one event of several. */
export type PushResult = { readonly event: SentEvent; readonly receipt: ProvenReceipt } | { readonly event: SentEvent; readonly error: ClientError };

export interface ClientOptions {
  /** Where the department's own edge answers. */
  readonly url: string;
  readonly department: string;
  /** Default: the one that the token is bound to by default. */
  readonly source?: string;
  readonly token: TokenSource;
  /** Without it receipts are not checked: then `unchecked: true` has to say so. */
  readonly trust?: Trust;
  readonly unchecked?: boolean;
  /** Default: in memory. */
  readonly receipts?: ReceiptStore;
  readonly retry?: Partial<Retry>;
  /** How long an event that the edge has stored is followed. Unit: milliseconds; default 5 minutes. */
  readonly followMs?: number;
  readonly fetch?: typeof fetch;
}

/** Most events in one atomic array. Source: public API, limits. */
export const MAX_ATOMIC = 1_000;
/** Events of a stream that are on their way at once; no more are taken from the caller before these have their answers. Reason: bounded memory. */
export const WINDOW = 256;
/** Receipts asked for at once. */
const ASKED_AT_ONCE = 16;
const FOLLOW_MS = 5 * 60_000;
const JSON_TYPE = 'application/cloudevents+json';
type Json0 = Readonly<Record<string, unknown>>;

const sentHashOf = (event: SentEvent): string =>
  createHash('sha256')
    .update(canonical(event as unknown as Json))
    .digest('base64');

/** Pushes a department's events to its edge: again until there is a receipt, each receipt proven and kept. */
export class LianhuClient {
  private readonly retry: Retry;
  private readonly receipts: ReceiptStore;
  private readonly source: string;

  constructor(private readonly options: ClientOptions) {
    if (!options.trust && options.unchecked !== true) throw new TypeError('give the trust file of `lianhu trust`, or say unchecked: true');
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
    this.receipts = options.receipts ?? memoryReceipts();
    this.source = options.source ?? `urn:lianhu:source:${options.department}:default`;
  }

  /** Pushes one event until its receipt is proven and kept. Throws a ClientError; after Unavailable and StillStored simply push again. */
  async push<T extends string>(event: SentEvent<T>): Promise<ProvenReceipt> {
    const known = await this.known(event);
    if (known) return known;
    const answer = await this.call('POST', '/events', JSON.stringify(event), JSON_TYPE);
    return this.settle(event, answer.status, objectIn(answer.text));
  }

  /** Pushes several: `atomic` all or none (at most 1,000; throws), `independent` each for itself (one result an event, in order). */
  async pushAll(events: readonly SentEvent[], mode: 'atomic' | 'independent' = 'independent'): Promise<readonly PushResult[]> {
    if (mode === 'atomic') return this.pushAtomic(events);
    const results: PushResult[] = [];
    for await (const result of this.stream(events)) results.push(result);
    return results;
  }

  /**
   * Pushes any number of events, 256 on their way at a time, and answers one result an event in order. Nothing is taken from
   * `events` before the caller takes results. Whatever a broken connection left open is sent again; with kept receipts a
   * second run over the same events sends only those that have none yet.
   */
  async *stream(events: Iterable<SentEvent> | AsyncIterable<SentEvent>): AsyncGenerator<PushResult> {
    let window: SentEvent[] = [];
    for await (const event of events) {
      window.push(event);
      if (window.length < WINDOW) continue;
      yield* await this.pushWindow(window);
      window = [];
    }
    yield* await this.pushWindow(window);
  }

  /** The receipt of an event, proven and kept; undefined while the edge waits for its hub. Throws a ClientError. */
  async receipt(event: SentEvent): Promise<ProvenReceipt | undefined> {
    const { status, text } = await this.call('GET', `/receipts?${new URLSearchParams({ source: this.sourceOf(event), id: event.id }).toString()}`);
    if (status === 202) return undefined;
    const body = objectIn(text);
    if (status !== 200) throw refusal(body, status);
    return this.keep(event, body as unknown as ProvenReceipt);
  }

  private sourceOf(event: SentEvent): string {
    return typeof event['source'] === 'string' ? event['source'] : this.source;
  }

  /** The kept receipt of the very same event. Throws MissingId, Conflict. */
  private async known(event: SentEvent): Promise<ProvenReceipt | undefined> {
    if (typeof event.id !== 'string' || event.id === '') throw new MissingId();
    const kept = await this.receipts.get(this.sourceOf(event), event.id);
    if (!kept) return undefined;
    if (kept.sentHash !== sentHashOf(event))
      throw new Conflict({ type: '/problems/idempotency-conflict', title: '同一编号已用于内容不同的事件', status: 409 });
    return kept.receipt;
  }

  private call(method: 'GET' | 'POST', path: string, body?: string, type?: string): Promise<Answer> {
    const url = new URL(`/api/departments/${encodeURIComponent(this.options.department)}${path}`, this.options.url).href;
    const call = async (anew: boolean) => ({
      method,
      url,
      headers: { authorization: `Bearer ${await this.options.token(anew)}`, ...(type !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body }),
    });
    return callUntilAnswered(this.retry, call, this.options.fetch);
  }

  /** What one answered event comes to. */
  private async settle(event: SentEvent, status: number, body: Json0): Promise<ProvenReceipt> {
    if (status === 202 && body['state'] === 'quarantined') throw new Quarantined(String(body['reason']), body['quarantineId'] as string | undefined);
    if (status === 202) return this.follow(event);
    if (status !== 200 && status !== 201) throw refusal(body, status);
    return (await this.receipt(event)) ?? this.follow(event);
  }

  /** Asks until the edge's hub is back. Throws StillStored. */
  private async follow(event: SentEvent): Promise<ProvenReceipt> {
    const until = Date.now() + (this.options.followMs ?? FOLLOW_MS);
    for (let n = 1; ; n++) {
      const receipt = await this.receipt(event);
      if (receipt) return receipt;
      if (Date.now() >= until) throw new StillStored();
      await this.retry.sleep(pauseOf(this.retry, Math.min(n, this.retry.attempts)));
    }
  }

  /** Checks a receipt against the event and the trusted log, then keeps it. Throws Unproven. */
  private async keep(event: SentEvent, receipt: ProvenReceipt): Promise<ProvenReceipt> {
    const { trust } = this.options;
    const fault = strangerFault(event, this.sourceOf(event), receipt) ?? (trust && receiptFault(receipt, trust));
    if (fault !== undefined) throw new Unproven(fault);
    await this.receipts.put({ source: this.sourceOf(event), id: event.id, sentHash: sentHashOf(event), receipt });
    return receipt;
  }

  private async pushAtomic(events: readonly SentEvent[]): Promise<readonly PushResult[]> {
    if (events.length > MAX_ATOMIC) throw new RangeError(`an atomic array has at most ${MAX_ATOMIC} events`);
    const known = await Promise.all(events.map((event) => this.known(event)));
    if (events.length === 0 || known.every((receipt) => receipt !== undefined))
      return events.map((event, i) => ({ event, receipt: known[i] as ProvenReceipt }));
    const { status, text } = await this.call('POST', '/events?mode=atomic', JSON.stringify(events), 'application/cloudevents-batch+json');
    const body = objectIn(text);
    if (status !== 200 && status !== 201 && status !== 202) throw refusal(body, status);
    return inGroups(events, async (event) => ({ event, receipt: await this.settle(event, status, status === 202 ? body : {}) }));
  }

  private async pushWindow(window: readonly SentEvent[]): Promise<readonly PushResult[]> {
    const results = new Map<SentEvent, PushResult>();
    const settled = async (event: SentEvent, work: () => Promise<ProvenReceipt | undefined>): Promise<void> => {
      try {
        const receipt = await work();
        if (receipt) results.set(event, { event, receipt });
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        results.set(event, { event, error });
      }
    };
    for (const event of window) await settled(event, () => this.known(event));
    for (let n = 1; results.size < window.length; n++) {
      const open = window.filter((event) => !results.has(event));
      const answered = await this.answersTo(open);
      await inGroups([...answered], ([event, { status, body }]) => settled(event, () => this.settle(event, status, body)));
      if (results.size === window.length) break;
      if (n < this.retry.attempts) await this.retry.sleep(pauseOf(this.retry, n));
      else for (const event of open) if (!results.has(event)) results.set(event, { event, error: new Unavailable(answered.get(event)?.status) });
    }
    return window.map((event) => results.get(event) as PushResult);
  }

  /** One NDJSON request: the lines that were answered for good. What is missing was cut off or may pass later. */
  private async answersTo(events: readonly SentEvent[]): Promise<ReadonlyMap<SentEvent, { readonly status: number; readonly body: Json0 }>> {
    const answered = new Map<SentEvent, { status: number; body: Json0 }>();
    let answer: Answer;
    try {
      answer = await this.call('POST', '/events', events.map((event) => `${JSON.stringify(event)}\n`).join(''), 'application/x-ndjson');
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return answered;
    }
    if (answer.status !== 200) throw refusal(objectIn(answer.text), answer.status);
    const lines = answer.text.split('\n');
    // The last piece is empty, or cut off.
    for (const text of lines.slice(0, -1)) {
      const result = objectIn(text);
      const [event, status] = [events[Number(result['line']) - 1], Number(result['status'])];
      if (!event || !Number.isInteger(status)) throw new BadAnswer('a line that nobody sent');
      if (!mayPass(status)) answered.set(event, { status, body: (result['problem'] ?? result) as Json0 });
    }
    return answered;
  }
}

/** Whether a receipt is about another event than the one that was sent. What is secret in the claim cannot be compared. */
function strangerFault(event: SentEvent, source: string, receipt: ProvenReceipt): string | undefined {
  if (receipt.id !== event.id || receipt.type !== event.type || receipt.source !== source) return 'it names another event';
  if (typeof receipt.claim !== 'string') return 'no claim';
  let claim: Json0;
  try {
    claim = JSON.parse(receipt.claim) as Json0;
  } catch {
    return 'no claim';
  }
  const other = typeof claim['id'] === 'string' && claim['id'] !== event.id;
  if (other || claim['type'] !== event.type || claim['source'] !== source) return 'its claim is of another event';
  if (Date.parse(String(claim['time'])) !== Date.parse(event.time)) return 'its claim is of another time';
  return undefined;
}

async function inGroups<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += ASKED_AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + ASKED_AT_ONCE).map(work))));
  return results;
}
