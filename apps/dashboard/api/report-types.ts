export type QuarterState = 'running' | 'due' | 'closed';
export interface Quarter {
  readonly quarter: string;
  readonly state: QuarterState;
  readonly closedOn?: string;
  readonly cutOff?: string;
}
/** A figure of an indicator. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
}
export interface Indicator {
  readonly code: string;
  readonly title: string;
  readonly unit?: string;
  /** 口径. */
  readonly definition?: string;
  readonly measures?: readonly Measure[];
  /** Departments whose events it counts. */
  readonly departments?: readonly string[];
  /** One or several of the six protections. */
  readonly protection?: string | readonly string[];
}
/** A compared figure: an integer, or a cell of its own. */
export type Compared = number | { readonly value?: number; readonly suppressed?: boolean };
/** One figure; percents are tenths of a percent. A suppressed cell has nothing but its place. */
export interface Cell {
  readonly id: string;
  readonly indicator: string;
  readonly measure?: string;
  readonly area?: string;
  readonly breakdown?: Readonly<Record<string, string | number>>;
  readonly suppressed?: boolean;
  readonly value?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly unit?: string;
  readonly previous?: Compared;
  readonly yearAgo?: Compared;
  readonly late?: number;
  readonly events?: { readonly count?: number; readonly hash?: string };
}
/** Newer events are still being counted; the figures hold everything recorded until then. */
export interface Updating {
  readonly asOf: string;
}
export interface Report {
  readonly quarter: string;
  readonly state: QuarterState;
  readonly version?: number;
  readonly position?: number;
  readonly root?: string;
  readonly closedOn?: string;
  /** Closed: whether its figures are those that were closed or restated, were counted again because no hash of them is named, or differ. */
  readonly origin?: 'frozen' | 'recounted' | 'differs';
  /** Closed: facts behind its figures that were corrected or withdrawn since. */
  readonly changedSince?: number;
  /** Closed: corrections weigh so much that it has to be stated again. */
  readonly restatement?: { readonly required: true; readonly indicators: readonly string[]; readonly cells: number };
  /** When it was restated: every version, the closed one first. */
  readonly versions?: readonly { readonly version: number; readonly position: number; readonly on: string }[];
  readonly cutOff?: string;
  readonly updating?: Updating;
  readonly area?: string;
  /** Closed: the signed checkpoint that covers the position. */
  readonly checkpoint?: string;
  readonly areaName?: string;
  /** Codes to names. */
  readonly towns?: Readonly<Record<string, string>>;
  readonly demonstration?: boolean;
  /** Names of what stands in breakdowns, by dimension and value. */
  readonly names?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly indicators: readonly Indicator[];
  readonly cells: readonly Cell[];
}

/** A board on the list. */
export interface BoardEntry {
  readonly board: string;
  readonly view: string;
  readonly title: string;
}
/** A count board: figures of the report side by side, by town, department or line of work. */
export interface CountBoard extends BoardEntry {
  readonly quarter: string;
  readonly quarters: readonly Quarter[];
  readonly position: number;
  readonly updating?: Updating;
  readonly by: string;
  readonly columns: readonly {
    readonly key: string;
    readonly code: string;
    readonly title: string;
    readonly definition: string;
    readonly measure: Measure;
  }[];
  /** The county first, without a place. */
  readonly rows: readonly { readonly place?: string; readonly name: string; readonly cells: Readonly<Record<string, Cell>> }[];
  readonly empty: boolean;
  /** What of its field has no source. */
  readonly note?: string;
}

export interface LogHead {
  readonly position: number;
  readonly treeSize?: number;
  readonly root: string;
  readonly recordedAt?: string;
  readonly checkpoint?: string;
}
export interface Verified {
  readonly verdict: 'proven' | 'tampered' | 'cannot-tell';
  /** Whether a proven export is the log from its first line to the last, all of them with their content. */
  readonly complete: boolean;
  readonly detail?: string;
}
/** One row of the access log: who read what, when and why. */
export interface Access {
  readonly at: string;
  readonly by: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly what?: string;
  /** Whose account was made or closed, or got another password. */
  readonly account?: string;
  /** References of the children it showed. */
  readonly minors: readonly string[];
}
/** The closed report as frozen. */
export interface Frozen {
  readonly cells: readonly Cell[];
  readonly indicators?: readonly { readonly code: string; readonly version: number }[];
}

/** A replayed quarter: what it was computed from, and the cells that came out. */
export interface Replay {
  readonly state?: string;
  readonly job?: string;
  readonly percent?: number;
  readonly error?: string;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly cells?: readonly Cell[];
  /** Whether it equals the closed report, if the server compared it. */
  readonly equal?: boolean;
}

export interface CatalogueType {
  readonly type: string;
  readonly title: string;
  readonly version: number;
  readonly level?: string;
  readonly category?: string;
  readonly protection: readonly string[];
  readonly basis?: string;
  readonly told?: string;
  /** Titles of fields and codes, to be found by. */
  readonly words?: string;
  readonly department: string;
  readonly departmentName: string;
}
export interface CatalogueField {
  readonly name: string;
  readonly title?: string;
  readonly form: string;
  /** Level of what it says. */
  readonly level?: string;
  /** What its number counts. */
  readonly unit?: string;
  /** How it stands in the log: clear, secret, case, countable. */
  readonly kind?: string;
  readonly required: boolean;
  readonly codes?: Readonly<Record<string, string>>;
}
export interface CatalogueDetail {
  readonly fields: readonly CatalogueField[];
  readonly example?: unknown;
  /** The JSON Schema of `data`, to be kept as a file. */
  readonly schema?: unknown;
}
