import type { Viewer } from '@lianhu/access';
import { catalogue, codeListsByField } from '@lianhu/catalogue';
import { momentOf, type Clock } from '@lianhu/kernel';
import { HubAway, ProblemError, type HubPort, type Language, type Withdrawal } from '@lianhu/services/platform';
import type { DeskAction, DeskDecision, DeskLog } from './desk-log';
import { sourceOf, type Edge, type PushResult } from './edge';
import { FULL_RETRY_AFTER_S } from './batcher';
import type { Quarantined } from './quarantine';
import { sentAgain } from './sent-again';
import { SpoolFull } from './spool';

/** Who decides, and why. */
export interface Decider {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly why: unknown;
}
/** What the desk is made of. */
export interface DeskParts {
  readonly department: string;
  readonly edge: Edge;
  readonly log: DeskLog;
  readonly hub: HubPort;
  readonly clock: Clock;
  /** Codes of towns and villages → names. */
  readonly places: Readonly<Record<string, string>>;
}

/** What is decided on, and how; `entry` is what waits there, if anything does. */
interface Decided {
  readonly id: string;
  readonly action: DeskAction;
  readonly entry: Partial<Pick<Quarantined, 'source' | 'area' | 'reason'>> | undefined;
}

/** Longest reason. Unit: characters. */
const MAX_WHY = 500;
/** Refusals shown at once, the oldest. */
const REFUSALS_SHOWN = 200;

/** The data officer's desk 隔离区 of one department: nothing is done there without a reason, and every decision is noted first. */
export class Desk {
  constructor(private readonly parts: DeskParts) {}

  /** What waits, what the hub refused after it had been stored, and what has been decided, newest first. */
  show() {
    const { edge, log, places } = this.parts;
    const rows = edge.quarantine.list().map((entry) => ({ ...entry, ...titlesOf(entry.sent, places) }));
    const refused = edge.refusals.list(REFUSALS_SHOWN).map(({ event, ...refusal }) => {
      const sent = event && sentAgain(event);
      return { ...refusal, ...(sent && { sent, ...titlesOf(sent, places) }) };
    });
    return { rows, refused, refusedCount: edge.refusals.size, decisions: log.latest(), decided: log.size };
  }

  /** Lets an entry pass as it is. Throws ProblemError `not-found`, `invalid-input`, `storage-full`. */
  release(id: string, decider: Decider): Promise<PushResult> {
    const { edge } = this.parts;
    const entry = edge.quarantine.get(id);
    return this.push({ id, action: 'release', entry }, decider, (sender) => edge.release(entry?.sent, sender, decider.language, entry?.sentHash));
  }

  /** Pushes a corrected event instead of an entry, or of one that the hub refused after it had been stored. Throws as `release`. */
  correct(id: string, event: unknown, decider: Decider): Promise<PushResult> {
    const { edge } = this.parts;
    const entry = edge.quarantine.get(id) ?? edge.refusals.get(id);
    return this.push({ id, action: 'correct', entry }, decider, (sender) => edge.push(event, sender, decider.language));
  }

  /** Forgets an entry, or a refusal that the hub gave to an event stored before. Throws as `release`. */
  discard(id: string, decider: Decider): void {
    const { edge } = this.parts;
    const entry = edge.quarantine.get(id);
    if (!entry && !edge.refusals.get(id)) throw new ProblemError('not-found');
    this.note(this.decision('discard', id, decider, entry?.reason));
    this.drop(id, 'discard');
  }

  /** Takes an event of the department's own back, for ever. Throws ProblemError, also those of the hub. */
  async withdraw({ id, reason, approver, source }: Omit<Withdrawal, 'source'> & { readonly source?: string }, decider: Decider) {
    const decision = this.decision('withdraw', id, decider, reason);
    this.note(decision);
    try {
      return await this.parts.hub.withdraw(this.parts.department, { source: source ?? sourceOf(decider.viewer), id, reason, approver });
    } catch (error) {
      if (error instanceof HubAway) throw new ProblemError('hub-unavailable', { retryAfter: 5 });
      if (error instanceof ProblemError) this.note({ ...decision, outcome: 'refused' });
      throw error;
    }
  }

  private async push({ id, action, entry }: Decided, decider: Decider, work: (sender: Viewer) => Promise<PushResult>): Promise<PushResult> {
    if (!entry) throw new ProblemError('not-found');
    const decision = this.decision(action, id, decider, entry.reason);
    this.note(decision);
    const { source = sourceOf(decider.viewer), area = decider.viewer.area } = entry;
    const result = await work({ ...decider.viewer, source, area });
    if ('receipt' in result || ('state' in result && result.state === 'stored')) this.drop(id, action);
    else this.note({ ...decision, outcome: 'refused' });
    return result;
  }

  /** What was released goes its way; what was corrected or discarded must not come back when its file is put in again. */
  private drop(id: string, action: DeskAction): void {
    const { quarantine, refusals } = this.parts.edge;
    const dropped = action === 'release' ? quarantine.drop(id) : this.withRoom(() => quarantine.decide(id));
    if (!dropped) this.withRoom(() => refusals.decide(id));
  }

  private decision(action: DeskAction, about: string, { viewer, why }: Decider, reason: string | undefined): DeskDecision {
    const given = typeof why === 'string' ? why.trim() : '';
    if (given === '' || [...given].length > MAX_WHY)
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/why', rule: 'text', message: `须为 1 到 ${MAX_WHY} 个字符的文字` }] });
    const at = momentOf(this.parts.clock.now());
    return { at, by: viewer.name, action, why: given, about, ...(reason !== undefined && { reason }), outcome: 'decided' };
  }

  private note(decision: DeskDecision): void {
    this.withRoom(() => this.parts.log.add(decision));
  }

  private withRoom<T>(keep: () => T): T {
    try {
      return keep();
    } catch (error) {
      if (error instanceof SpoolFull) throw new ProblemError('storage-full', { retryAfter: FULL_RETRY_AFTER_S });
      throw error;
    }
  }
}

/** Chinese title of an event as it was sent, of the members of its data, and of the codes and places in it. */
function titlesOf(sent: unknown, places: Texts): { readonly title?: string; readonly titles: Texts; readonly texts: Texts } {
  const { type, data = {} } = (sent ?? {}) as { readonly type?: unknown; readonly data?: Readonly<Record<string, unknown>> };
  const definition = typeof type === 'string' ? catalogue.event(type) : undefined;
  if (!definition) return { titles: {}, texts: {} };
  const titles = [...definition.fields.values()].map(({ name, title }) => [`/data/${name}`, title ?? name] as const);
  const texts = [...codeListsByField(definition.cls)].flatMap(([name, list]) => {
    const text = list.titles[String(data[name])];
    return text === undefined ? [] : [[`/data/${name}`, text] as const];
  });
  return {
    title: definition.title,
    titles: Object.fromEntries(titles),
    texts: { ...placeTexts(sent as object, data, places), ...Object.fromEntries(texts) },
  };
}
/** The names of the areas that an event names by their codes. */
function placeTexts(sent: object, data: Readonly<Record<string, unknown>>, places: Texts): Texts {
  const members = (value: object, base: string) => Object.entries(value).map(([name, code]) => [`${base}/${name}`, code] as const);
  const { minor } = data as { readonly minor?: object };
  const all = [...members(sent, ''), ...members(data, '/data'), ...members(minor ?? {}, '/data/minor')];
  const named = all.flatMap(([pointer, code]) => {
    const name = typeof code === 'string' && Object.hasOwn(places, code) ? places[code] : undefined;
    return name === undefined ? [] : [[pointer, name] as const];
  });
  return Object.fromEntries(named);
}
/** Texts by pointer. */
type Texts = Readonly<Record<string, string>>;
