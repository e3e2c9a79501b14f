import { LianhuError, type AgeBand, type Moment, type PlainDate, type Quarter } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';

/** One event as the vault needs it: who sends it, which child, what its tokens are made from. */
export interface ResolveRequest {
  readonly department: string;
  readonly source: string;
  readonly id: string;
  readonly time: Moment;
  /** The department's own `minor-…`. */
  readonly subject?: string;
  /** The identity block; without it and `subject` the event is about no child. */
  readonly minor?: MinorIdentity;
  readonly restricted: boolean;
  readonly caseRef?: string;
  readonly correlationid?: string;
  /** The event's own number (alarm, case), where it has one. */
  readonly ownNumber?: string;
  /** Where the child lives, 9 or 12 digits, as far as the event says. */
  readonly residence?: string;
  /** Where its household is registered, 9 or 12 digits. */
  readonly household?: string;
  /** The school that speaks of the child: its unified social credit code. */
  readonly school?: string;
  /** Corrects an event of the same child: who it is has been said before, and the name may be what is corrected. */
  readonly correcting?: boolean;
}

/** What an event says of where its child lives; `first`: it is the first one of a child that has not stood in the log under its own name. */
export interface SaidHome extends Pick<ResolveRequest, 'time' | 'residence' | 'household' | 'correcting'> {
  readonly first: boolean;
}

/** What an open event says of its child: nobody has said it before the event stands. */
export interface Said extends SaidHome {
  readonly school?: string;
  /** In comparable form. */
  readonly name?: string;
  /** The identity block, where another one is known. */
  readonly minor?: MinorIdentity;
}

/**
 * Who a child is, as an event says whom no event in the log has named yet. It is kept at once, so that no event stands whose child nobody
 * can name; what others have said by then goes when this one stands and they do not.
 */
export interface Introduction {
  /** Of a restricted event only what identifies. */
  readonly minor: MinorIdentity;
  readonly time: Moment;
  /** In comparable form; none of a restricted event. */
  readonly name?: string;
  readonly restricted: boolean;
  /** The department whose temporary person it is. */
  readonly temporaryOf?: string;
}

/** The last time that a child's town became another one: which one it was, and since when an event has said so. */
export interface Move {
  readonly number: number;
  readonly town: string;
  readonly since: Moment;
}

/** What the log and the sender get to know of an event's child. */
export type Resolved =
  | {
      readonly kind: 'resolved';
      /** `child-…`; in a restricted event `case-…`; absent when the event is about no child. */
      readonly subject?: string;
      /** `child-…`, for the hub only. */
      readonly child?: string;
      /** The sender's own reference. */
      readonly minorRef?: string;
      /** Whether the child has stood in the log before; a child not known is reported by `appended`. */
      readonly known: boolean;
      readonly profile?: {
        readonly sex: string;
        readonly birthDate: PlainDate;
        readonly birthQuarter: Quarter;
        readonly town?: string;
        readonly move?: Move;
      };
      readonly ageBand?: AgeBand;
      /** In completed years at the event's time. */
      readonly ageAtTime?: number;
      readonly incident: string;
      /** What the event says anew of its child, for `settle`. */
      readonly said?: Said;
      /** Who the child is, for `settle`, where it has not stood in the log before. */
      readonly introduces?: Introduction;
      /** Where it was made for this very question: when, for `dismiss`. */
      readonly born?: string;
    }
  /** The reference is unknown, another department's, or sealed: one and the same answer. */
  | { readonly kind: 'unknown-subject' };

/** Temporary persons 未匹配: children who could not be matched by a valid ID number. */
export interface Unmatched {
  readonly count: number;
  readonly persons: readonly { readonly child: string; readonly department: string }[];
}

/** Others kept changing the same rows; the caller tries again. */
export class VaultBusy extends LianhuError {
  readonly code = 'vault.busy';
  constructor() {
    super('The identity store was busy with the same children; try again.');
  }
}
