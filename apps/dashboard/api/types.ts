/** Codes of the purposes of reading, e.g. `rescue`. */
export interface Purpose {
  readonly code: string;
  readonly title: string;
}
export interface SessionUser {
  readonly name: string;
  readonly role: string;
  readonly roleTitle?: string;
  readonly department?: string;
  readonly area?: string;
  readonly town?: string;
  /** Of people of a town or village: their town's name. */
  readonly townName?: string;
  /** Of a village with its town before it. */
  readonly placeName?: string;
}
/** How far the demonstration county has been loaded. */
export interface Loading {
  readonly state: 'loading' | 'ready';
  readonly percent?: number;
  /** The simulated day. */
  readonly date?: string;
  readonly events?: number;
}
/** Who is signed in, why he reads, and what this log is. */
export interface Session {
  readonly signedIn: boolean;
  readonly user?: SessionUser;
  readonly purposes?: readonly Purpose[];
  readonly purpose?: string;
  readonly csrf?: string;
  /** The account's own: what it is writing is kept under it. */
  readonly draftKey?: string;
  /** The password was made up by somebody else: until it is changed, nothing else is answered. */
  readonly oneTimePassword?: boolean;
  readonly demonstration?: boolean;
  readonly areaName?: string;
  readonly loading?: Loading;
  /** Edges are processes of their own, which do not know this session's cookie. */
  readonly edgesApart?: boolean;
}

/** A moment of the log. Positions are absent for readers who may not see them. */
export interface AsOf {
  readonly position?: number;
  readonly recordedAt?: string;
}
/** A page of a view. */
export interface Rows<R> {
  readonly rows: readonly R[];
  readonly total?: number;
  readonly asOf?: AsOf;
}

/** Alerts in one sum: open ones by level (4 red, 3 orange, 2 yellow), overdue, the oldest that nobody acknowledged. */
export interface AlertSum {
  readonly open?: Readonly<Record<string, number>>;
  readonly overdue?: number;
  readonly oldestUnacknowledged?: { readonly alert: string; readonly raisedAt: string; readonly dueAt: string };
}
/** What the reader may not know is absent. */
interface ChildrenSum {
  readonly minors?: number;
  /** Children with a category 重点对象. */
  readonly listed?: number;
  readonly categories?: Readonly<Record<string, number>>;
  readonly newThisMonth?: number;
  readonly newLastMonth?: number;
  readonly alerts?: AlertSum;
}
export interface Overview extends ChildrenSum {
  readonly today?: string;
  readonly departments?: readonly { department: string; name?: string; today?: number; month?: number; silent?: boolean }[];
  readonly silent?: number;
  readonly notices?: NoticeSum;
  readonly quarantined?: number;
  /** 未匹配: children without a valid ID number, each a temporary person of its sender. */
  readonly unmatched?: number;
}
/** 通知: what a unit was told, as far as its duty goes. */
export interface Notice {
  readonly notice: string;
  readonly kind: string;
  readonly kindTitle?: string;
  readonly title?: string;
  readonly needTitle?: string;
  readonly from?: string;
  readonly place?: string;
  readonly townName?: string;
  readonly villageName?: string;
  readonly minorRef?: string;
  readonly name?: string;
  readonly since: string;
  readonly dueAt: string;
  readonly late?: boolean;
  /** What it tells of was taken back since. */
  readonly withdrawn?: boolean;
  readonly urgent?: boolean;
  readonly state: 'sent' | 'receipted' | 'accepted' | 'returned' | 'completed';
  readonly overdue?: boolean;
  readonly open?: boolean;
  readonly reasonTitle?: string;
  readonly answeredAt?: string;
}
export type NoticeCommand = 'receipt' | 'accept' | 'return' | 'complete';
export interface NoticeSum {
  readonly open?: number;
  readonly overdue?: number;
  /** Of the late ones those that were accepted and are not done. */
  readonly unfinished?: number;
}

export interface Town extends ChildrenSum {
  readonly town: string;
  readonly name?: string;
}

export interface Minor {
  readonly minorRef: string;
  readonly name?: string;
  readonly sex?: string;
  readonly age?: number;
  readonly ageBand?: string;
  readonly town?: string;
  readonly townName?: string;
  readonly village?: string;
  /** Where the policy pack names it. */
  readonly villageName?: string;
  readonly categories?: readonly string[];
  readonly school?: string | null;
  readonly agreement?: boolean;
  readonly alertLevel?: number;
  readonly openAlerts?: number;
  readonly registeredOn?: string;
  readonly lastEventAt?: string;
  readonly needs?: readonly string[];
}
export interface MinorDetail extends Minor {
  readonly birthDate?: string;
  readonly guardians?: readonly (string | { readonly name?: string; readonly rel?: string; readonly phone?: string })[];
}
export interface EventField {
  readonly name: string;
  readonly title?: string;
  readonly value?: unknown;
  readonly text?: string;
}
/** An event as this reader may see it: its fields, or only the need and the deadline that follow from it. */
export interface TimelineEvent {
  readonly handle: string;
  readonly type?: string;
  readonly title?: string;
  readonly time: string;
  readonly recordedAt?: string;
  readonly department?: string;
  readonly departmentName?: string;
  readonly level?: string;
  readonly category?: string;
  readonly fields?: readonly EventField[];
  /** It counts no more, and why; what counts instead is the event of the handle `by`. */
  readonly state?: 'corrected' | 'withdrawn';
  readonly reason?: string;
  readonly by?: string;
  /** Handle of the event that it corrects. */
  readonly corrects?: string;
  readonly late?: boolean;
  /** 补录: was so before the hub began. */
  readonly baseline?: boolean;
  readonly task?: { readonly need?: string; readonly needTitle?: string; readonly dueAt?: string };
}
/** Which part of a child's file is asked for: as of a moment, before an event, without what the hub noted of notices or at all. */
export interface MinorPart {
  readonly asOf?: string;
  readonly before?: string;
  readonly without?: 'notices' | 'notes' | '';
}
export interface MinorFile {
  readonly minor: MinorDetail;
  readonly timeline: readonly TimelineEvent[];
  /** There are earlier events: those before the last one. */
  readonly earlier?: boolean;
  /** Some were left out, as asked. */
  readonly leftOut?: boolean;
  readonly asOf?: AsOf;
}

export interface Evidence {
  readonly handle: string;
  readonly type?: string;
  readonly title?: string;
  readonly time: string;
  readonly department?: string;
  readonly departmentName?: string;
}
/** An alert; towns get the need and the deadline without rule, title and evidence. */
export interface Alert {
  readonly alert: string;
  readonly minorRef?: string;
  readonly name?: string;
  readonly town?: string;
  readonly townName?: string;
  readonly rule?: string;
  readonly title?: string;
  readonly text?: string;
  readonly level?: number;
  readonly need?: string;
  readonly needTitle?: string;
  readonly raisedAt?: string;
  readonly dueAt: string;
  readonly again?: boolean;
  readonly evidence?: readonly Evidence[];
  /** Evidence that was corrected or withdrawn since. */
  readonly withdrawn?: readonly Evidence[];
  /** What is left of the evidence is not enough for the rule. */
  readonly unfounded?: boolean;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly overdue?: boolean;
  readonly acknowledgedAt?: string;
  readonly closedAt?: string;
  readonly verdict?: string;
  readonly seenOn?: string;
  readonly version?: number;
}
export interface CloseAlert {
  readonly alert: string;
  readonly verdict: string;
  readonly seen?: { readonly on: string; readonly by: string };
  readonly reason?: string;
}

export interface DepartmentRow {
  readonly department: string;
  readonly name?: string;
  readonly events?: number;
  readonly lastEventAt?: string;
  readonly today?: number;
  readonly month?: number;
  readonly lastMonth?: number;
  /** Unit: tenths of a percent. */
  readonly lateShare?: number;
  readonly late?: number;
  readonly corrections?: number;
  readonly rejected?: number;
  readonly quarantined?: number;
  /** Running numbers of its sources that never came. */
  readonly missing?: number;
  readonly silent?: boolean;
  readonly notices?: NoticeSum;
}
