import { ClueAccepted, NoticeAccepted, NoticeCompleted, NoticeReceipted, NoticeReturned, RETURN } from '@lianhu/departments/hub';
import { definitionOf, type EventClass, type Moment } from '@lianhu/kernel';
import type { NoticeEvent } from './decide-notices';

/** sent → receipted → accepted → completed; or returned, before it is accepted. */
export type NoticeState = 'sent' | 'receipted' | 'accepted' | 'returned' | 'completed';

/** A notice as far as its commands need to know it; a row of the view `inbox` has it. */
export interface Notice {
  readonly notice: string;
  /** `org-…` of the addressee. */
  readonly org: string;
  /** `child-…` or `case-…`. */
  readonly subject?: string;
  readonly about: number;
  readonly state: NoticeState;
  readonly urgent: boolean;
}

/** What an addressee does with a notice. */
export const NOTICE_COMMANDS = ['receipt', 'accept', 'return', 'complete'] as const;
export type NoticeCommand = (typeof NOTICE_COMMANDS)[number];

/** Why a notice does not do what it is told. Stable. */
export type NoticeRefusal =
  | 'notice.already-receipted'
  | 'notice.already-answered'
  | 'notice.not-accepted'
  | 'notice.already-finished'
  | 'notice.reason-required'
  | 'notice.urgent-not-returned';
/** What a command comes to; the first event's id can stand once, so that of two commands at the same time one is refused. */
export type NoticeOutcome =
  { readonly kind: 'emit'; readonly events: readonly NoticeEvent[] } | { readonly kind: 'refuse'; readonly code: NoticeRefusal };

const refuse = (code: NoticeRefusal): NoticeOutcome => ({ kind: 'refuse', code });

/** Decides a command at a moment. */
export function decideNotice(notice: Notice, command: NoticeCommand, now: Moment, reason?: string): NoticeOutcome {
  const { state, urgent } = notice;
  const waiting = state === 'sent' || state === 'receipted';
  switch (command) {
    case 'receipt':
      return state === 'sent' ? emit(made(notice, NoticeReceipted, 'receipted', now)) : refuse('notice.already-receipted');
    case 'accept':
      return waiting ? emit(...(urgent ? [clueAccepted(notice, now)] : []), accepted(notice, now)) : refuse('notice.already-answered');
    case 'return':
      if (!waiting) return refuse('notice.already-answered');
      if (urgent) return refuse('notice.urgent-not-returned');
      if (reason === undefined || !Object.hasOwn(RETURN.titles, reason)) return refuse('notice.reason-required');
      return emit(made(notice, NoticeReturned, 'answered', now, { reason }));
    case 'complete':
      if (state === 'accepted') return emit(made(notice, NoticeCompleted, 'completed', now));
      return refuse(waiting ? 'notice.not-accepted' : 'notice.already-finished');
  }
}

const emit = (...events: readonly NoticeEvent[]): NoticeOutcome => ({ kind: 'emit', events });

function made(
  { notice, org, subject }: Pick<Notice, 'notice' | 'org' | 'subject'>,
  cls: EventClass,
  step: string,
  now: Moment,
  more: Readonly<Record<string, unknown>> = {},
): NoticeEvent {
  return { type: definitionOf(cls).type, id: `${notice}-${step}`, time: now, subject, data: { notice, to: org, at: now, ...more } };
}

/** A notice is taken on. Accepting and returning share an id: one of them stands. */
export const accepted = (notice: Pick<Notice, 'notice' | 'org' | 'subject'>, now: Moment): NoticeEvent =>
  made(notice, NoticeAccepted, 'answered', now);

/** 受理: the report itself is accepted, under its case token; once, whichever unit comes first. */
const clueAccepted = ({ subject, about, org }: Notice, now: Moment): NoticeEvent => ({
  type: definitionOf(ClueAccepted).type,
  id: `clue-accepted-${about}`,
  time: now,
  subject,
  data: { by: org, at: now },
});
