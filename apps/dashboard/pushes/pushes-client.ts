import { audit } from '../api/audit-client';
import { askJson, queryOf } from '../api/client';

/** An event of the own department as the log has it: with its place there, which is its receipt's number. */
export interface Pushed {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly time: string;
  readonly source: string;
  /** Undefined where it is a digest: a restricted fact's. */
  readonly id?: string;
}
interface Line {
  readonly claim: { readonly id: unknown; readonly type: string; readonly time: string; readonly source: string; readonly department: string };
  readonly stamp: { readonly position: number; readonly recordedAt: string };
}
interface LinePage {
  readonly lines: readonly Line[];
}

/** Events that are listed. */
const LISTED = 8;
/** Positions of the log that one page scans, and pages that are looked through from its end. Reason: whoever sent nothing for so long sees when it last did beside. */
const PAGE = 1_000;
const PAGES = 5;

const pushedOf = ({ claim, stamp }: Line): Pushed => ({
  ...{ position: stamp.position, recordedAt: stamp.recordedAt, type: claim.type, time: claim.time, source: claim.source },
  ...(typeof claim.id === 'string' && { id: claim.id }),
});
const linesOf = async (department: string, after: number, limit: number, signal: AbortSignal): Promise<readonly Pushed[]> => {
  const { lines } = await askJson<LinePage>(`/api/log/events${queryOf({ after, limit, department })}`, { signal });
  return lines.filter(({ claim }) => claim.department === department && !claim.type.startsWith('hub.key.')).map(pushedOf);
};

/** What a department has in the log. */
export const pushes = {
  /** The newest events, newest first. */
  latest: async (department: string, signal: AbortSignal): Promise<readonly Pushed[]> => {
    const found: Pushed[] = [];
    let { position: end } = await audit.head(signal);
    for (let page = 0; page < PAGES && end > 0 && found.length < LISTED; page++) {
      const after = Math.max(0, end - PAGE);
      found.push(...(await linesOf(department, after, end - after, signal)).toReversed());
      end = after;
    }
    return found.slice(0, LISTED);
  },
  /** One event by its place; undefined when it is none of the department's. */
  one: async (department: string, position: number, signal: AbortSignal): Promise<Pushed | undefined> =>
    (await linesOf(department, position - 1, 1, signal))[0],
};
