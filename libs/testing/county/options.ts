import type { Moment, PlainDate } from '@lianhu/kernel';

/** What an invented county is made from. Equal options make equal bytes; keep them to meet the same children again. */
export interface CountyOptions {
  readonly seed: string;
  /** Six digits, beginning with 99, the reserved unreal area. */
  readonly area: string;
  /** Begins every address. */
  readonly areaName: string;
  /** Town code of nine digits → name, as a policy pack has them. */
  readonly towns: Readonly<Record<string, string>>;
  /** Children who are, were or will be known in the time. */
  readonly children: number;
  /** About so many events, hub events and repeated pushes not counted. */
  readonly events: number;
  /** The first day. */
  readonly from: PlainDate;
  /** Nothing is pushed after it. */
  readonly to: Moment;
}

/** The six departments whose systems push. */
export const DEPARTMENTS = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health'] as const;
export type DepartmentId = (typeof DEPARTMENTS)[number];

/** An event as a department's system sends it. */
export interface SentEvent {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly data: Readonly<Record<string, unknown>>;
  readonly correlationid?: string;
  readonly residencearea?: string;
}

/** One push: what a department's system sends at a moment. */
export interface Push {
  readonly at: Moment;
  readonly department: DepartmentId;
  readonly event: SentEvent;
  /** The same event was pushed before, word for word; it must change nothing. */
  readonly again: boolean;
}

/** One day of the county. Pushes are in order of `at`; what the office does with alerts, `staff` says. */
export interface Day {
  readonly date: PlainDate;
  readonly pushes: readonly Push[];
}

/** A story that runs through several departments. */
export type StoryKind =
  | 'violence'
  | 'dropout'
  | 'screening'
  | 'left-behind'
  | 'need'
  | 'guardianship'
  | 'support-suit'
  | 'harm'
  | 'offence'
  | 'family-case'
  | 'unregistered'
  | 'birth';

/** What is true of the county, whatever the hub makes of it. */
export interface Truth {
  readonly child: number;
  readonly story: StoryKind;
  readonly from: PlainDate;
  /** Rules that must have fired when everything that belongs to the story has been pushed by the end. */
  readonly alerts: readonly string[];
}
