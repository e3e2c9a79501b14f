import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../testing/running';
import { diceOf, type Dice } from './dice';

/** Senders at work at once, each with another way of sending. */
const WAYS = ['single', 'single', 'array', 'stream'] as const;
const EVENTS = { single: 1, array: 7, stream: 40 } as const;
/** Children that the events are about; few, so that their streams are contended. */
const CHILDREN = 40;
const SOURCE = 'urn:lianhu:source:police:default';
const PATH = '/api/departments/police/events';
/** A sender that was not answered sends the same again after this. Unit: milliseconds. */
const AGAIN_AFTER_MS = 40;
/** How often a sender tries the same before it gives up on it: it stays sent, but not acknowledged. */
const TRIES = 200;

type Way = (typeof WAYS)[number];
interface Receipt {
  readonly position?: number;
  readonly leafHash?: string;
  readonly claimHash?: string;
}
interface Sent {
  readonly id: string;
}

/** Senders that push without a pause and send again what was not answered; each answer is in a file before it counts. */
export class Load {
  /** How often each status was answered, by event. */
  readonly statuses = new Map<number, number>();
  private readonly sent: number;
  private readonly acks: number;
  private readonly senders: Promise<void>[];
  private tries = TRIES;
  private serial = 0;
  private stopping = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    folder: string,
    seed: number,
  ) {
    this.sent = openSync(join(folder, 'sent.ndjson'), 'w');
    this.acks = openSync(join(folder, 'acks.ndjson'), 'w');
    this.senders = WAYS.map((way, n) => this.sender(way, diceOf(seed + n)));
  }

  /** How many events were answered with this status so far. */
  answered(status: number): number {
    return this.statuses.get(status) ?? 0;
  }

  /** Lets every sender finish what it is at. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.senders);
    closeSync(this.sent);
    closeSync(this.acks);
  }

  /** Ends without sending anything again. */
  async abandon(): Promise<void> {
    this.tries = 0;
    await this.stop();
  }

  private async sender(way: Way, dice: Dice): Promise<void> {
    while (!this.stopping) {
      const events = Array.from({ length: EVENTS[way] }, () => this.event(dice));
      writeSync(this.sent, events.map(({ id }) => `${JSON.stringify({ source: SOURCE, id })}\n`).join(''));
      let open: readonly Sent[] = events;
      for (let tries = 0; open.length > 0 && tries < this.tries; tries++) {
        const answered = await this.push(way, open).catch(() => new Set<string>());
        // Now and then what was answered is sent again too: it must change nothing.
        open = dice() < 0.05 && tries === 0 ? open : open.filter(({ id }) => !answered.has(id));
        if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }

  private async push(way: Way, events: readonly Sent[]): Promise<Set<string>> {
    const answered = new Set<string>();
    if (way === 'stream') {
      const raw = events.map((event) => JSON.stringify(event)).join('\n');
      const { text } = await call(this.url, PATH, { token: this.token, raw, type: 'application/x-ndjson' });
      for (const line of text.split('\n')) {
        const { line: number, status, receipt } = parsed(line);
        if (number !== undefined && status !== undefined && this.note(events[number - 1] as Sent, status, receipt))
          answered.add((events[number - 1] as Sent).id);
      }
      return answered;
    }
    const one = way === 'single';
    const type = one ? 'application/cloudevents+json' : 'application/cloudevents-batch+json';
    const { status, body } = await call<Receipt & { receipts?: Receipt[] }>(this.url, PATH, {
      token: this.token,
      body: one ? events[0] : events,
      type,
    });
    for (const [n, event] of events.entries()) if (this.note(event, status, one ? body : body?.receipts?.[n])) answered.add(event.id);
    return answered;
  }

  private note({ id }: Sent, status: number, receipt: Receipt = {}): boolean {
    this.statuses.set(status, this.answered(status) + 1);
    if (![200, 201, 202].includes(status)) return false;
    const { position, leafHash, claimHash } = receipt;
    writeSync(this.acks, `${JSON.stringify({ source: SOURCE, id, status, position, leafHash, claimHash })}\n`);
    return true;
  }

  private event(dice: Dice): Sent {
    const id = `f-${++this.serial}`;
    const minor = { docType: '99', name: `测试${this.serial % CHILDREN}`, sex: '1', birthDate: '2015-06-01' };
    const data = { alarmNo: `A-${id}`, kind: 'dispute', town: '990101001', minorRole: 'witness', injured: dice() < 0.1, minor };
    return { type: 'police.alarm.received', id, time: new Date().toISOString(), residencearea: '990101001', data } as Sent;
  }
}

/** A line of an answer; one that broke off in the middle answers nothing. */
function parsed(text: string): { line?: number; status?: number; receipt?: Receipt } {
  try {
    return JSON.parse(text) as { line?: number; status?: number; receipt?: Receipt };
  } catch {
    return {};
  }
}
