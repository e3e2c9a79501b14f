import { decide, partyOf, type Handles, type Right, type Viewer } from '@lianhu/access';
import { catalogue, fieldTexts } from '@lianhu/catalogue';
import { historyOf } from '@lianhu/follow';
import { byTime, placesIn, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
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
  /** There are earlier ones, which stand at earlier moments. */
  readonly earlier?: true;
}

/** 事件时间线: what happened to a child. */
export class Timelines {
  /** Names of towns and villages by code. */
  private readonly places: Readonly<Record<string, string>>;

  constructor(private readonly parts: TimelineParts) {
    this.places = placesIn(parts.policy);
  }

  /** The newest of what stands in a child's file, at the head or by a position. */
  async of(viewer: Viewer, row: MinorRow, until?: Position): Promise<Told> {
    const { log, policy } = this.parts;
    const { position: head } = await log.head();
    const events = await historyOf(log, row.child, Math.min(until ?? head, head));
    const standing = standings(events, policy);
    const timeline: object[] = [];
    for (const event of events.sort(byTime).reverse()) {
      const item = this.item(viewer, row, event, standing.get(event.position) ?? {});
      if (item && timeline.length === TIMELINE_EVENTS) return { timeline, earlier: true };
      if (item) timeline.push(item);
    }
    return { timeline };
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
    const handleOf = (position: number): string => this.parts.handles.handle(partyOf(viewer), position);
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
