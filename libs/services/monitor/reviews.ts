import { partyOf, type References, type Viewer } from '@lianhu/access';
import type { PolicyPack } from '@lianhu/kernel';
import { ProblemError, type Caller, type HubForMonitor, type OpenedIdentity, type ReadRecorder, type ReviewDone } from '@lianhu/services/platform';
import type { Review } from '@lianhu/vault';
import type { ReadModel } from './model';
import type { MinorRow } from './rows';

/** What the review desk is made from. */
export interface ReviewParts {
  readonly model: ReadModel;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
  readonly policy: PolicyPack;
}

/** What a person wrote. */
export interface ReviewInput {
  readonly reason?: unknown;
}

/** The lists of the desk. */
const LISTS: Readonly<Record<string, readonly string[]>> = { open: ['open'], later: ['later'], merged: ['merged'] };
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
    const states = LISTS[list];
    if (!states) throw new ProblemError('invalid-input', { errors: [{ pointer: '/state', rule: 'enum', message: Object.keys(LISTS).join(', ') }] });
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
        ...(first && { first: { verdict: first.verdict, mine: first.by === viewer.name } }),
        files: await Promise.all([child, other].map((file) => this.file(file, names.get(file), refs.get(file)))),
      })),
    );
    return { rows, total };
  }

  /** Takes a person's word; every word needs a reason. */
  async say({ viewer }: { readonly viewer: Viewer }, id: string, verdict: string, { reason }: ReviewInput): Promise<ReviewDone> {
    if (!VERDICTS.has(verdict)) throw new ProblemError('not-found');
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > MAX_REASON)
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/reason', rule: 'required', message: '请写明理由' }] });
    const done = await this.parts.hub.review({ id, verdict: verdict as 'same', by: viewer.name, reason });
    await this.parts.model.waitFor(done.position, SHOWN_WITHIN_MS);
    return done;
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
      areaActual: rest['areaActual'],
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
