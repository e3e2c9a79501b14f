import { askJson } from '../api/client';
import { ApiProblem, explainLine } from '../api/problem';
import { DraftStore, type Draft } from './draft-store';
import type { Entry } from './entry';

/** What the server said to an entry that was sent. */
export interface Sent {
  readonly entry: Entry;
  readonly event: object;
  readonly at: string;
  /** A receipt, or where the event waits. */
  readonly answer: {
    readonly position?: number;
    readonly recordedAt?: string;
    readonly leafHash?: string;
    readonly source?: string;
    readonly state?: 'stored' | 'quarantined';
    readonly reason?: string;
  };
}
/** What became of trying: sent, kept until the connection is back, or refused with its problem. */
export type Tried =
  { readonly kind: 'sent'; readonly sent: Sent } | { readonly kind: 'queued' } | { readonly kind: 'refused'; readonly problem: ApiProblem };

interface State {
  readonly drafts: readonly Draft[];
  readonly sent: readonly Sent[];
}
/** Of the session, not of what was entered: over, changed elsewhere, or waiting for the person. It is sent when he has signed in again. */
const OF_THE_SESSION = new Set(['not-signed-in', 'csrf-token-missing', 'purpose-required', 'password-change-required']);
/** What can be told to pass: no connection, a server that is away or busy, a session that has ended. */
const passes = ({ status, code }: ApiProblem): boolean => status === 0 || status === 429 || status >= 500 || OF_THE_SESSION.has(code);
const pathOf = ({ target, type }: Entry): string => (target === 'hub' ? '/api/records' : `/api/departments/${type.split('.')[0] ?? ''}/forms`);

/** Drafts and what was sent lately. Whatever is queued is sent under its own id, so that it stands once. */
export class Outbox {
  private state: State = { drafts: [], sent: [] };
  private readonly listeners = new Set<() => void>();
  private readonly sending = new Map<string, Promise<Tried>>();

  constructor(private readonly store: DraftStore) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly snapshot = (): State => this.state;

  async load(): Promise<void> {
    const all = await this.store.all();
    const sent = all.flatMap(({ entry, event = {}, state, answer, savedAt }) =>
      state === 'sent' && answer ? [{ entry, event, answer, at: savedAt }] : [],
    );
    this.become({ drafts: all.filter(({ state }) => state !== 'sent'), sent });
  }
  /** Keeps what is being written. What is queued stays queued unless it was changed since. */
  async keep(entry: Entry): Promise<void> {
    if (this.state.drafts.some((draft) => draft.state === 'queued' && draft.entry === entry)) return;
    if (this.sending.has(entry.id) || this.state.sent.some(({ entry: { id } }) => id === entry.id)) return;
    await this.hold({ entry, state: 'editing', savedAt: new Date().toISOString() });
  }
  drop(id: string): void {
    this.store.remove(id);
    this.become({ drafts: this.state.drafts.filter(({ entry }) => entry.id !== id) });
  }

  /** Entries that the server has not taken yet, those of other windows too. */
  async unsent(): Promise<number> {
    await this.load();
    return this.state.drafts.length;
  }
  /** Throws everything away, as whoever signs out is told. */
  async clear(): Promise<void> {
    await this.store.clear();
    this.become({ drafts: [], sent: [] });
  }

  /** Sends an entry, once at a time. */
  send(entry: Entry, event: object): Promise<Tried> {
    const running = this.sending.get(entry.id) ?? this.trySending(entry, event).finally(() => this.sending.delete(entry.id));
    this.sending.set(entry.id, running);
    return running;
  }

  /** Sends what waits for the connection; a refusal makes it a draft again. Returns how many were refused. */
  async sendQueued(): Promise<number> {
    let refused = 0;
    for (const { entry, event } of this.state.drafts.filter(({ state }) => state === 'queued'))
      if (event && (await this.send(entry, event)).kind === 'refused') refused += 1;
    return refused;
  }

  private async trySending(entry: Entry, event: object): Promise<Tried> {
    const draft = { entry, event, savedAt: new Date().toISOString() };
    await this.hold({ ...draft, state: 'queued' });
    try {
      const answer = await askJson<Sent['answer']>(pathOf(entry), { method: 'POST', json: event });
      const sent = { entry, event, answer, at: new Date().toISOString() };
      await this.store.put({ entry, event, state: 'sent', answer, savedAt: sent.at });
      this.become({ drafts: this.state.drafts.filter(({ entry: { id } }) => id !== entry.id), sent: [sent, ...this.state.sent] });
      return { kind: 'sent', sent };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (passes(error)) return { kind: 'queued' };
      await this.hold({ ...draft, state: 'editing', refused: explainLine(error) });
      return { kind: 'refused', problem: error };
    }
  }

  private async hold(draft: Draft): Promise<void> {
    await this.store.put(draft);
    this.become({ drafts: [draft, ...this.state.drafts.filter(({ entry }) => entry.id !== draft.entry.id)] });
  }
  private become(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
