import type { PlainDate } from './dates';

/** How files of one child are found that no ID number joins. All shares and points are of 100; a score never joins by itself. */
export interface IdentityPolicy {
  /** Points that a feature adds when it is the same. */
  readonly weights: {
    readonly id: number;
    readonly birthDate: number;
    readonly name: number;
    readonly guardian: number;
    readonly school: number;
    readonly address: number;
  };
  /** Share of a weight for a feature that is a slip of the pen apart. */
  readonly nearShare: number;
  /** Share of the name's weight where a child has no name yet. */
  readonly placeholderShare: number;
  /** From this score on a person looks at two files. */
  readonly reviewFrom: number;
}

/** The number of a warning rule, `R01`. */
export type RuleId = `R${number}`;

/** A policy pack 政策包: what differs by region, as data with validity dates; by rule, e.g. `R01`, or by subject. */
export interface PolicyPack {
  readonly name: string;
  readonly title: string;
  /** Six-digit county or city. */
  readonly area: string;
  readonly areaName: string;
  readonly towns: Readonly<Record<string, string>>;
  /** Twelve digits → name; a village that is not here is shown by its code. */
  readonly villages?: Readonly<Record<string, string>>;
  readonly version: number;
  readonly validFrom: PlainDate;
  readonly validTo?: PlainDate;
  /** Numbers of the warning rules, as each rule names them. */
  readonly [rule: RuleId]: Readonly<Record<string, number>>;
  /** A mandatory report that nobody has accepted: first raised, then raised again. Unit: hours from its recording. */
  readonly R05: { readonly acceptHours: number; readonly againHours: number; readonly dueHours: number };
  readonly alerts: { readonly lateEventDays: number };
  readonly identity: IdentityPolicy;
  /** 信息告知表: a file beside the pack, and the SHA-256 (base64) of its text, so that the pack's hash is also the table's. */
  readonly sharing: { readonly file: string; readonly hash: string };
  readonly report: {
    /** Working days after the quarter's end until its cut-off at 24:00. */
    readonly cutOffWorkingDays: number;
    /** Cells with fewer persons or incidents show nothing. Unit: persons or incidents. */
    readonly suppressBelow: number;
    /** From which change of a closed quarter's cell on it has to be stated again 重报. */
    readonly restate: {
      /** Unit: tenths of a percent of a count, or points of a share. */
      readonly tenthsOfPercent: number;
      /** Unit: persons. */
      readonly persons: number;
      /** Codes of indicators of which any change between none and some counts. */
      readonly fromZero: readonly string[];
    };
  };
  /** Hours after which a department is silent 无消息, unless its own definition says otherwise. */
  readonly silentAfterHours: number;
  /** The sources of the values above, and which are assumptions †. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Digits of a town's area code, with which those of its villages begin. Source: GB/T 2260 and its local continuation. */
export const TOWN_DIGITS = 9;

/** What the policy pack names, by code: each town, and each village with its town before it. */
export function placesIn({ towns, villages = {} }: Pick<PolicyPack, 'towns' | 'villages'>): Readonly<Record<string, string>> {
  const named = Object.entries(villages).map(([code, name]) => [code, `${towns[code.slice(0, TOWN_DIGITS)] ?? ''}${name}`]);
  return { ...towns, ...Object.fromEntries(named) };
}
