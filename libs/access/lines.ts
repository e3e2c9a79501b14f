import { toBase64, type Claim, type StoredLine, type Suite } from '@lianhu/kernel';
import { purposeAllowed } from './purposes';
import type { Role, Viewer } from './roles';

/** How much of a stored line somebody gets. */
export type LinePart = 'whole' | 'author' | 'stub';

const WHOLE_READERS: ReadonlySet<Role> = new Set<Role>(['auditor', 'inspector']);
const AUTHORS: ReadonlySet<Role> = new Set<Role>(['sender', 'edge', 'data-officer', 'department-lead', 'case-officer']);

/** The hub's own followers: programs, which fold whole lines and show none. */
const FOLLOWERS: ReadonlySet<Role> = new Set<Role>(['monitor']);

/** Whether somebody reads whole lines: auditor and inspector with a purpose of theirs, and the hub's own followers. */
export const readsWholeLines = ({ role }: Pick<Viewer, 'role'>, purpose: string | undefined): boolean =>
  FOLLOWERS.has(role) || (WHOLE_READERS.has(role) && purpose !== undefined && purposeAllowed(role, purpose));

/** Which part of a line a viewer gets. Lines of keys are whole for everyone; a sender's own are those of its one source. */
export function linePart(viewer: Viewer, claim: Pick<Claim, 'type' | 'department' | 'source'>, purpose?: string): LinePart {
  if (claim.type.startsWith('hub.key.') || readsWholeLines(viewer, purpose)) return 'whole';
  const own = AUTHORS.has(viewer.role) && viewer.department === claim.department && (viewer.role !== 'sender' || viewer.source === claim.source);
  return own ? 'author' : 'stub';
}

/** The text of a line as a viewer gets it: whole, without bound, or position and leaf hash. Stored parts stand as they are. */
export function lineFor(suite: Suite, viewer: Viewer, line: StoredLine, purpose?: string): string {
  const part = readsWholeLines(viewer, purpose) ? 'whole' : linePart(viewer, JSON.parse(line.claim) as Claim, purpose);
  return lineAs(suite, part, line);
}

/** The text of a part of a line. */
export function lineAs(suite: Suite, part: LinePart, { bound, claim, stamp, leafHash, position }: StoredLine): string {
  if (part === 'whole') return `{"bound":${bound},"claim":${claim},"stamp":${stamp}}`;
  if (part === 'author') return `{"boundHash":"${toBase64(suite.sha256(bound))}","claim":${claim},"stamp":${stamp}}`;
  return `{"leafHash":"${leafHash}","position":${position}}`;
}
