import type { Level } from '@lianhu/kernel';
import { columnOf, letterOf, type Column, type Letter } from './matrix';
import type { Role, Viewer } from './roles';

/** What may be shown: everything; the need and the deadline; a share in statistics; everything because it is one's own; nothing. */
export type Right = 'full' | 'task' | 'statistics' | 'own' | 'none';

/** What somebody wants to read, as far as it decides. */
export interface Asked {
  /** The type's category; a type without one is for its sender only. */
  readonly category?: string;
  readonly level: Level;
  /** The sender. */
  readonly department: string;
  /** Where the child lives, as precisely as known: 9 or 12 digits. */
  readonly town?: string;
  readonly restricted: boolean;
  /** `child-…`, `case-…`: for what is sealed. */
  readonly subject?: string;
}

/** The decision with its reason. Where the letter is C it says what an assignment would open. */
export interface Decision {
  readonly right: Right;
  readonly letter?: Letter;
  readonly why: 'sealed' | 'own' | 'no-category' | 'no-column' | 'outside-area' | 'restricted' | 'assignment' | 'matrix';
}

/** Which cases are sealed; asked before any grant. Reads one by one name none: what they show stands under a child, which is never sealed. */
export type Sealed = (subject: string) => boolean;
const nothingSealed: Sealed = () => false;

/** Roles of a department that may read what it sent. */
const OWN_READERS: ReadonlySet<Role> = new Set<Role>(['sender', 'edge', 'data-officer', 'department-lead', 'case-officer']);
/** Columns whose letters hold inside the viewer's own town or village only. */
const LOCAL: ReadonlySet<Column> = new Set<Column>(['TW', 'VL', 'GD']);

/** THE decision: whether and how somebody may read something. API, exports, notices and pages all ask here. */
export function decide(viewer: Viewer, asked: Asked, sealed: Sealed = nothingSealed): Decision {
  if (asked.subject !== undefined && sealed(asked.subject)) return { right: 'none', why: 'sealed' };
  if (viewer.department === asked.department && OWN_READERS.has(viewer.role)) return { right: 'own', why: 'own' };
  if (asked.category === undefined) return { right: 'none', why: 'no-category' };
  const column = columnOf(viewer);
  if (!column) return { right: 'none', why: 'no-column' };
  const letter = letterOf(asked.category, column);
  if (!insideArea(viewer, column, asked.town)) return { right: 'none', letter, why: 'outside-area' };
  return byLetter(letter, asked);
}

/** F never reaches L5: there T is the need and the deadline, P a number. C is nothing until there are assignments. */
function byLetter(letter: Letter, { restricted, level }: Asked): Decision {
  if (level === 'L6') return { right: 'none', letter, why: 'restricted' };
  if (letter === 'F') return restricted || level === 'L5' ? { right: 'none', letter, why: 'restricted' } : { right: 'full', letter, why: 'matrix' };
  if (letter === 'C') return { right: 'none', letter, why: 'assignment' };
  return { right: letter === 'T' ? 'task' : letter === 'P' ? 'statistics' : 'none', letter, why: 'matrix' };
}

function insideArea(viewer: Viewer, column: Column, town: string | undefined): boolean {
  if (LOCAL.has(column)) return viewer.town !== undefined && town !== undefined && town.startsWith(viewer.town);
  return town === undefined || town.startsWith(viewer.area);
}
