import { ClockMissed, NoticeAccepted, NoticeCompleted, NoticeReceipted, NoticeReturned, NoticeSent } from '@lianhu/departments/hub';
import { addDays, dateOf, defineSum, defineView, on, onceEach, startOfDay, type Moment, type PlainDate, type Position } from '@lianhu/kernel';

/** One notice, from sending to its end. */
export interface InboxRow {
  readonly notice: string;
  /** The addressee as events name it, `org-police-990101`; as people do: `police`, `office`, `town`, `village`; and its area. */
  readonly org: string;
  readonly to: string;
  readonly place: string;
  readonly kind: string;
  readonly need?: string;
  /** `child-…` or `case-…`; absent where the event has none. */
  readonly subject?: string;
  /** The event that is told. */
  readonly about: Position;
  /** When that was recorded. */
  readonly since: Moment;
  readonly dueAt: Moment;
  /** The event was recorded long after it happened. */
  readonly late: boolean;
  /** 紧急报告. */
  readonly urgent: boolean;
  readonly state: 'sent' | 'receipted' | 'accepted' | 'returned' | 'completed';
  readonly receiptedAt?: Moment;
  readonly answeredAt?: Moment;
  readonly completedAt?: Moment;
  /** RETURN code. */
  readonly reason?: string;
  /** The last step of escalation that passed unmet. */
  readonly missed?: string;
  /** Somebody has to do something: a notice is receipted, a task accepted. */
  readonly waiting: boolean;
  /** Not at its end. */
  readonly open: boolean;
  /** Waits past its time, or was accepted and is not done by then, as the last turn of a day, or the clock of a report, has shown. */
  readonly overdue: boolean;
  /** The second of the two: it is in somebody's hands. */
  readonly unfinished: boolean;
}

type Fold = Partial<Omit<InboxRow, 'notice' | 'waiting' | 'open' | 'overdue' | 'unfinished'>> & Pick<InboxRow, 'state'>;

/** What is only to be known ends with its receipt. */
const isInformation = (kind: string | undefined): boolean => kind === 'notice' || kind === 'reminder' || kind === 'correction';
const isWaiting = ({ state, kind }: Fold): boolean => state === 'sent' || (state === 'receipted' && !isInformation(kind));
const isOpen = (fold: Fold): boolean => isWaiting(fold) || fold.state === 'accepted';
/** Somebody has it in hand and it is not done. A report's time is that of its acceptance: nothing runs on after it here. */
const isInHand = ({ state, urgent }: Fold): boolean => state === 'accepted' && urgent !== true;
const notAnswered = ({ state }: Fold): boolean => state === 'sent' || state === 'receipted';

/** The first day whose beginning lies at or after a moment. */
const dayFrom = (moment: Moment): PlainDate => (moment === startOfDay(dateOf(moment)) ? dateOf(moment) : addDays(dateOf(moment), 1));

const partsOf = (org: string): { to: string; place: string } => {
  const at = org.lastIndexOf('-');
  return { to: org.slice('org-'.length, at), place: org.slice(at + 1) };
};

/** 通知: every notice, one row each. */
export const inbox = defineView<Fold, InboxRow>({
  name: 'inbox',
  version: 3,
  of: 'notice',
  // Deadlines of reports are missed by these rows: one that is out of date must not go unseen.
  poison: 'halt',
  start: { state: 'sent' },
  handlers: [
    on(NoticeSent, (fold, { data: { to: org, kind, need, dueAt, about, urgent, late }, subject, time }) => ({
      ...fold,
      ...partsOf(org),
      org,
      kind,
      ...(need !== undefined && { need }),
      ...(subject !== undefined && { subject }),
      about,
      since: time,
      dueAt,
      urgent: urgent === true,
      late: late === true,
    })),
    on(NoticeReceipted, (fold, { data }) => (fold.state === 'sent' ? { ...fold, state: 'receipted', receiptedAt: data.at } : fold)),
    on(NoticeAccepted, (fold, { data }) => (notAnswered(fold) ? { ...fold, state: 'accepted', answeredAt: data.at } : fold)),
    on(NoticeReturned, (fold, { data: { at, reason } }) => (notAnswered(fold) ? { ...fold, state: 'returned', answeredAt: at, reason } : fold)),
    on(NoticeCompleted, (fold, { data }) => (fold.state === 'accepted' ? { ...fold, state: 'completed', completedAt: data.at } : fold)),
    on(ClockMissed, (fold, { data }) => (notAnswered(fold) ? { ...fold, missed: data.step } : fold)),
  ],
  row: (fold, today, notice) => {
    if (fold.org === undefined || fold.dueAt === undefined) return undefined;
    const waiting = isWaiting(fold);
    const passed = dayFrom(fold.dueAt) <= today;
    const unfinished = isInHand(fold) && passed;
    return {
      ...fold,
      notice,
      waiting,
      open: isOpen(fold),
      overdue: unfinished || (waiting && (fold.missed !== undefined || passed)),
      unfinished,
    } as InboxRow;
  },
  wakeOn: (fold, today) => {
    const day = fold.dueAt !== undefined && (isWaiting(fold) || isInHand(fold)) ? dayFrom(fold.dueAt) : undefined;
    return day !== undefined && day > today ? day : undefined;
  },
  columns: {
    to: (row) => row.to,
    place: (row) => row.place,
    subject: (row) => row.subject,
    state: (row) => row.state,
    waiting: { kind: 'boolean', of: (row) => row.waiting },
    open: { kind: 'boolean', of: (row) => row.open },
    overdue: { kind: 'boolean', of: (row) => row.overdue },
    urgent: { kind: 'boolean', of: (row) => row.urgent },
    since: (row) => row.since,
    dueAt: (row) => row.dueAt,
  },
});

const countNotice = ({ open, overdue, unfinished }: InboxRow): Readonly<Record<string, number>> =>
  onceEach(['sent', ...(open ? ['open'] : []), ...(overdue ? ['overdue'] : []), ...(unfinished ? ['unfinished'] : [])]);

/** Notices by addressee: `police`, `office`, `town`, `village`. */
export const inboxAddressees = defineSum({ name: 'inbox-addressees', over: inbox, by: (row) => row.to, count: countNotice });
/** Notices of towns, with those of their villages. */
export const inboxTowns = defineSum({
  name: 'inbox-towns',
  over: inbox,
  by: (row) => (row.to === 'town' || row.to === 'village' ? row.place.slice(0, 9) : undefined),
  count: countNotice,
});
/** Notices of the whole area. */
export const inboxCounty = defineSum({ name: 'inbox-county', over: inbox, by: () => 'all', count: countNotice });
