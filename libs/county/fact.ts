import type { Child } from './children';
import type { DepartmentId } from './options';

/** How the child is named in an event: by ID number, by birth certificate, or by neither. */
export type Named = 'by-id' | 'certificate' | 'no-paper';

/** A fact to push. */
export interface Fact {
  readonly department: DepartmentId;
  readonly type: string;
  /** When it happened. Unit: milliseconds since 1970. */
  readonly time: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** None for facts about no child. */
  readonly child?: Child;
  readonly named?: Named;
  /** One for all children of one incident. */
  readonly incident?: string;
}
