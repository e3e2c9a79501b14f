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
  /** Village code of twelve digits → name, as a policy pack has them; a village without a name is called by its number. */
  readonly villages?: Readonly<Record<string, string>>;
  /** Children who are, were or will be known in the time. */
  readonly children: number;
  /** About so many events, hub events and repeated pushes not counted. */
  readonly events: number;
  /** The first day. */
  readonly from: PlainDate;
  /** Nothing is pushed after it. */
  readonly to: Moment;
  /** Which part of a bigger county this is, from 0 (default): parts share no child, ID number, event id or number of a document. */
  readonly block?: number;
  /** Default 6. */
  readonly villagesPerTown?: number;
  /** Default 3. */
  readonly schoolsPerTown?: number;
  /** `shown`: rates above a real county's, so that a quarter's figures show, and `events` in all; `model`: the rates of the scale model. Default `shown`. */
  readonly rates?: 'shown' | 'model';
  /** Whether departments also send what is dirty, at the shares of `DIRT`. Default: they do not. */
  readonly dirt?: boolean;
}

/** The nine departments whose systems push. Source: standard 23. */
export const DEPARTMENTS = [
  'court',
  'procuratorate',
  'police',
  'civil-affairs',
  'education',
  'health',
  'justice',
  'disabled-federation',
  'womens-federation',
] as const;
export type DepartmentId = (typeof DEPARTMENTS)[number];

/** An event as a department's system sends it. */
export interface SentEvent {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly data: Readonly<Record<string, unknown>>;
  readonly correlationid?: string;
  /** Id of the event that it corrects. */
  readonly corrects?: string;
  readonly residencearea?: string;
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
  | 'birth'
  | 'detained'
  | 'bullying'
  | 'correction'
  | 'family-risk';

/** What is true of the county, whatever the hub makes of it. */
export interface Truth {
  readonly child: number;
  readonly story: StoryKind;
  readonly from: PlainDate;
  /** Whether the child is really in danger or without care, whatever was reported of it. */
  readonly atRisk: boolean;
  /** Rules that must have fired when everything that belongs to the story has been pushed by the end. */
  readonly alerts: readonly string[];
}
