import { decide, partyOf, type Handles, type Right, type Viewer } from '@lianhu/access';
import { catalogue, fieldTexts } from '@lianhu/catalogue';
import { historyOf } from '@lianhu/follow';
import { byTime, isNote, placesIn, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ProblemError } from '@lianhu/services/platform';
import { standings, type Standing } from './corrected-on';
import { inWords } from './field-words';
import { isOversight, rightTo } from './rights';
import type { MinorRow } from './rows';

/** Fields that speak of the log's own positions and ids: for those who read whole lines. */
const LOG_FIELDS = new Set(['alert', 'evidence', 'target', 'notice', 'about']);
/** Says which department has known a child, or that one was told: for the office and those who look over its shoulder. */
const WHO_KNOWS = /^hub\.(minor\.referenced|notice\.)/;
/** Most events of a timeline. Unit: events that the viewer may see. */
export const TIMELINE_EVENTS = 2_000;

/** What timelines are made from. */
export interface TimelineParts {
  readonly log: LogReader;
  readonly handles: Handles;
  readonly policy: PolicyPack;
}
/** A child's events as a viewer may see them, newest first. */
export interface Told {
  readonly timeline: readonly object[];
  /** There are earlier ones: those before the last one here. */
  readonly earlier?: true;
  /** Some that the viewer may see were left out, as asked. */
  readonly leftOut?: true;
}
/** What a reader may leave out, so that it takes no room from the rest: who was told and answered; everything that the hub itself noted. */
const LEFT_OUT = { notices: (type: string): boolean => type.startsWith('hub.notice.'), notes: isNote } as const;
/** Which part of a file is told: the newest of what stands there, unless told otherwise. */
export interface TimelinePart {
  /** As of this position. */
  readonly until?: Position;
  /** Only what happened before this event; a handle of the viewer's. */
  readonly before?: string;
  readonly without?: keyof typeof LEFT_OUT;
}

/** What is asked to be left out. Throws ProblemError `malformed-request` for what cannot be. */
export function withoutOf(asked: string | undefined): TimelinePart['without'] {
  if (asked === undefined || Object.hasOwn(LEFT_OUT, asked)) return asked as TimelinePart['without'];
  throw new ProblemError('malformed-request', { detail: 'without' });
}

/** 事件时间线: what happened to a child. */
export class Timelines {
  /** Names of towns and villages by code. */
  private readonly places: Readonly<Record<string, string>>;

  constructor(private readonly parts: TimelineParts) {
    this.places = placesIn(parts.policy);
  }

  /** What stands in a child's file. Throws ProblemError `not-found` when no event of it has the handle. */
  async of(viewer: Viewer, row: MinorRow, { until, before, without }: TimelinePart = {}): Promise<Told> {
    const { log, policy } = this.parts;
    const { position: head } = await log.head();
    const events = await historyOf(log, row.child, Math.min(until ?? head, head));
    const standing = standings(events, policy);
    const timeline: object[] = [];
    let left: Pick<Told, 'leftOut'> = {};
    for (const event of this.after(before, events.sort(byTime).reverse(), viewer)) {
      const item = this.item(viewer, row, event, standing.get(event.position) ?? {});
      if (!item) continue;
      if (without && LEFT_OUT[without](event.type)) left = { leftOut: true };
      else if (timeline.length === TIMELINE_EVENTS) return { timeline, earlier: true, ...left };
      else timeline.push(item);
    }
    return { timeline, ...left };
  }

  /** Those that come after the event of a handle. */
  private after(handle: string | undefined, events: readonly Recorded[], viewer: Viewer): readonly Recorded[] {
    if (handle === undefined) return events;
    const place = events.findIndex(({ position }) => this.handleOf(viewer, position) === handle);
    if (place < 0) throw new ProblemError('not-found');
    return events.slice(place + 1);
  }

  private handleOf(viewer: Viewer, position: Position): string {
    return this.parts.handles.handle(partyOf(viewer), position);
  }

  private item(viewer: Viewer, row: MinorRow, event: Recorded, { state, reason, by, corrects, late }: Standing): object | undefined {
    const definition = catalogue.event(event.type);
    if (!definition || (WHO_KNOWS.test(event.type) && rightTo(viewer, 'K18', row.town) !== 'full' && !isOversight(viewer))) return undefined;
    const right: Right = isOversight(viewer)
      ? 'full'
      : decide(viewer, {
          category: definition.category,
          level: event.level,
          department: event.department,
          town: row.town,
          restricted: definition.restricted,
          subject: event.subject,
        }).right;
    const handleOf = (position: Position): string => this.handleOf(viewer, position);
    const common = { handle: handleOf(event.position), time: event.time, recordedAt: event.recordedAt, late };
    if (right === 'task' && event.type === 'hub.alert.raised') {
      const { need, dueAt } = event.data as { need?: string; dueAt?: string };
      return { ...common, type: 'task', title: '需求', level: event.level, fields: [], task: { need, dueAt } };
    }
    if (right !== 'full' && right !== 'own') return undefined;
    return {
      ...common,
      type: event.type,
      title: definition.title,
      department: event.department,
      departmentName: catalogue.department(event.department)?.name ?? event.department,
      level: event.level,
      category: definition.category,
      state,
      reason,
      ...(event.baseline && { baseline: true }),
      ...(by !== undefined && { by: handleOf(by) }),
      ...(corrects !== undefined && { corrects: handleOf(corrects) }),
      fields: fieldTexts(definition, event.data)
        .filter(({ name }) => isOversight(viewer) || !LOG_FIELDS.has(name))
        .map((field) => inWords(field, event.type, this.places)),
    };
  }
}
