import { partyOf, type Handles, type References, type Viewer } from '@lianhu/access';
import { historyOf } from '@lianhu/follow';
import { MAX_MOVED, placesIn, type PolicyPack, type Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ProblemError, type Caller, type HubForMonitor, type OpenedIdentity, type ReadRecorder, type ReviewDone } from '@lianhu/services/platform';
import type { Review } from '@lianhu/vault';
import type { ReadModel } from './model';
import type { MinorRow } from './rows';

/** What the review desk is made from. */
export interface ReviewParts {
  readonly model: ReadModel;
  readonly log: LogReader;
  readonly handles: Handles;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
  readonly policy: PolicyPack;
}

/** What a person wrote. */
export interface ReviewInput {
  readonly reason?: unknown;
  /** Of a split: the child's reference and the handles on its timeline of the events that belong to the other child. */
  readonly file?: unknown;
  readonly events?: unknown;
}
/** Two references of children to be put side by side. */
export interface PairInput {
  readonly files?: unknown;
}

/** The lists of the desk. */
const LISTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['open', ['open']],
  ['later', ['later']],
  ['merged', ['merged']],
]);
const VERDICTS = new Set(['same', 'different', 'later', 'split']);
/** Longest reason. Unit: characters. */
const MAX_REASON = 500;
/** How long a decision waits until the views show it. Unit: milliseconds. */
const SHOWN_WITHIN_MS = 2_000;

/** 身份核对: pairs of files side by side, and what people say of them. */
export class Reviews {
  constructor(private readonly parts: ReviewParts) {}

  /** One list, every pair with both files as far as they are needed to compare; the reading is recorded first. */
  async list(caller: Caller, list = 'open'): Promise<object> {
    const states = LISTS.get(list);
    if (!states) throw new ProblemError('invalid-input', { errors: [{ pointer: '/state', rule: 'enum', message: [...LISTS.keys()].join(', ') }] });
    const { reviews, total } = await this.parts.hub.reviews(states);
    const children = [...new Set(reviews.flatMap(({ child, other }) => [child, other]))];
    await this.parts.recorder.record(caller, 'identity.reviews', { children });
    const { viewer } = caller;
    const [names, refs] = await Promise.all([this.parts.hub.open(children), this.parts.references.of(children, partyOf(viewer))]);
    const rows = await Promise.all(
      reviews.map(async ({ id, score, agreements, state, first, child, other }: Review) => ({
        id,
        score,
        agreements,
        state,
        ...(first && { first: this.firstWord(viewer, first) }),
        files: await Promise.all([child, other].map((file) => this.file(file, names.get(file), refs.get(file)))),
      })),
    );
    return { rows, total };
  }

  /** Puts two files side by side that no score has brought together, or that had been decided. */
  async pair(caller: Caller, { files }: PairInput): Promise<{ readonly id: string }> {
    const refs: readonly unknown[] = Array.isArray(files) ? files : [];
    const children = await Promise.all([refs[0], refs[1]].map((ref) => this.childOf(caller.viewer, ref)));
    const [child, other] = children;
    if (refs.length !== 2 || child === undefined || other === undefined) throw invalid('/files', '请给出两份档案的编号');
    await this.parts.recorder.record(caller, 'identity.pair', { children: [child, other] });
    return this.parts.hub.pair([child, other]);
  }

  /** Takes a person's word; every word needs a reason. */
  async say(caller: Caller, id: string, verdict: string, { reason, ...moved }: ReviewInput): Promise<ReviewDone> {
    if (!VERDICTS.has(verdict)) throw new ProblemError('not-found');
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > MAX_REASON) throw invalid('/reason', '请写明理由');
    const events = verdict === 'split' && moved.events !== undefined ? await this.positionsOf(caller, moved) : undefined;
    const done = await this.parts.hub.review({ id, verdict: verdict as 'same', by: caller.viewer.name, reason, ...(events && { events }) });
    await this.parts.model.waitFor(done.position, SHOWN_WITHIN_MS);
    return done;
  }

  /** The positions of events that a person has chosen on a child's timeline. */
  private async positionsOf(caller: Caller, { file, events }: Omit<ReviewInput, 'reason'>): Promise<Position[]> {
    const { viewer } = caller;
    const child = await this.childOf(viewer, file);
    if (child === undefined) throw invalid('/file', '请给出档案编号');
    if (!Array.isArray(events) || events.length > MAX_MOVED) throw invalid('/events', `一次至多移动 ${MAX_MOVED} 件`);
    await this.parts.recorder.record(caller, 'identity.review', { children: [child] });
    const history = await historyOf(this.parts.log, child, (await this.parts.log.head()).position);
    const chosen = history.map(({ position }) => position).filter((position) => events.includes(this.handleOf(viewer, position)));
    if (chosen.length !== new Set(events).size) throw invalid('/events', '有的事件不在这份档案中');
    return chosen;
  }

  private async childOf(viewer: Viewer, ref: unknown): Promise<string | undefined> {
    return typeof ref === 'string' ? this.parts.references.childOf(partyOf(viewer), ref) : undefined;
  }

  private handleOf(viewer: Viewer, position: Position): string {
    return this.parts.handles.handle(partyOf(viewer), position);
  }

  private firstWord(viewer: Viewer, { by, verdict, events }: NonNullable<Review['first']>): object {
    return { verdict, mine: by === viewer.name, ...(events && { events: events.map((position) => this.handleOf(viewer, position)) }) };
  }

  /** A town or village by its name, where the policy pack has one. */
  private placeOf(area: unknown): string | undefined {
    return typeof area === 'string' ? placesIn(this.parts.policy)[area] : undefined;
  }

  private async file(child: string, identity: OpenedIdentity | undefined, ref: string | undefined): Promise<object> {
    const row = await this.parts.model.one<MinorRow>('minors', child);
    const { name, sex, birthDate, docType, docNo, guardians, ...rest } = (identity ?? {}) as Partial<OpenedIdentity> &
      Readonly<Record<string, unknown>>;
    return {
      minorRef: ref,
      name,
      sex,
      birthDate,
      docType,
      docNo: masked(docNo),
      guardians: (guardians ?? []).map((guardian) => {
        const { name: own, rel, docNo: number, phone } = guardian as Readonly<Record<string, string | undefined>>;
        return { name: own, rel, docNo: masked(number), phone: masked(phone) };
      }),
      addressHousehold: rest['addressHousehold'],
      addressActual: rest['addressActual'],
      areaHousehold: rest['areaHousehold'],
      areaHouseholdName: this.placeOf(rest['areaHousehold']),
      areaActual: rest['areaActual'],
      areaActualName: this.placeOf(rest['areaActual']),
      ...(row && {
        town: row.town,
        townName: this.parts.policy.towns[row.town] ?? '未知',
        registeredOn: row.registeredOn,
        lastEventAt: row.lastEventAt,
      }),
    };
  }
}

/** The end of a number is enough to compare it. */
const masked = (number: string | undefined): string | undefined => (number === undefined || number.length < 5 ? number : `…${number.slice(-4)}`);
const invalid = (pointer: string, message: string): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer, rule: 'required', message }] });
