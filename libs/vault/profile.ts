import type { Moment } from '@lianhu/kernel';

/** What the vault knows of a child without opening its identity. Ciphertext in the database. */
export interface Profile {
  readonly sex: string;
  readonly birthDate: string;
  /** Where the child lives, 9 or 12 digits; absent = unknown. */
  readonly residence?: string;
  /** Time of the newest event that said so, or of an earlier one of its day. */
  readonly residenceAt?: Moment;
  /** How often the town became another one, or known at all, after the child was first named. */
  readonly moves?: number;
  /** The school that spoke of it last. */
  readonly school?: string;
  /** The name it was made with or first given by an open event, in comparable form: a number under quite another name does not lead here. */
  readonly name?: string;
}
