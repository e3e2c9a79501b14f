import { lineFor, linePart, partyOf, readsWholeLines, type OwnFiles, type Seals, type Viewer } from '@lianhu/access';
import type { Claim, StoredLine, Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { ProblemError, type Caller, type ReadRecorder } from '@lianhu/services/platform';

/** What a page of the log may be narrowed by. A filter selects among lines that the caller may read, never among others. */
export interface LogFilter {
  readonly type?: string;
  readonly department?: string;
  /** The caller's own reference of a child; auditors and inspectors give `child-…` or `case-…`. */
  readonly subject?: string;
}

/** Texts of lines, as the caller may have them. `scannedTo` depends on `after` and `limit` only. */
export interface LinePage {
  readonly lines: readonly string[];
  readonly scannedTo: number;
  readonly head: number;
}

/** Cuts pages out of the log for one caller. */
export class LogPages {
  constructor(
    readonly log: EventLog,
    readonly suite: Suite,
    private readonly ownFiles: Pick<OwnFiles, 'of'>,
    private readonly recorder: ReadRecorder,
    private readonly seals: Pick<Seals, 'among'>,
  ) {}

  /** Reading whole lines is recorded first; with `recording` = shown only where a line is shown, for streams that mostly wait. */
  async page(caller: Caller, after: number, limit: number, filter: LogFilter, recording: 'always' | 'shown' = 'always'): Promise<LinePage> {
    const { viewer, purpose } = caller;
    const page = await this.log.read(after, limit);
    const filtered = Object.values(filter).some((value) => value !== undefined);
    const subjects = filter.subject === undefined ? undefined : await this.subjectsOf(viewer, filter.subject);
    const chosen = filtered ? page.lines.filter((line) => this.matches(caller, line, filter, subjects)) : page.lines;
    if (readsWholeLines(viewer, purpose) && (recording === 'always' || chosen.length > 0)) await this.recordWhole(caller, chosen);
    return { lines: chosen.map((line) => lineFor(this.suite, viewer, line, purpose)), scannedTo: page.scannedTo, head: page.head };
  }

  private matches({ viewer, purpose }: Caller, line: StoredLine, filter: LogFilter, subjects: ReadonlySet<string> | undefined): boolean {
    const claim = JSON.parse(line.claim) as Claim;
    if (linePart(viewer, claim, purpose) === 'stub') return false;
    if (filter.type !== undefined && claim.type !== filter.type) return false;
    if (filter.department !== undefined && claim.department !== filter.department) return false;
    return subjects === undefined || subjects.has((JSON.parse(line.bound) as { subject?: string }).subject ?? '');
  }

  /** The hub's own names of what a caller calls by its reference; none match nothing. */
  private async subjectsOf(viewer: Viewer, subject: string): Promise<ReadonlySet<string>> {
    if (viewer.role === 'auditor' || viewer.role === 'inspector') {
      if (!/^(child|case|org)-/.test(subject))
        throw new ProblemError('invalid-input', { errors: [{ pointer: '/subject', rule: 'format', message: 'subject' }] });
      return new Set((await this.seals.among([subject])).size === 0 ? [subject] : []);
    }
    return this.ownFiles.of(partyOf(viewer), subject);
  }

  private async recordWhole(caller: Caller, lines: readonly StoredLine[]): Promise<void> {
    await this.recorder.record(caller, 'log.events', subjectsIn(lines.map(({ bound }) => bound)));
  }
}

/** Children and cases that the bounds of whole lines name: a merge's and a split's other one too. */
export function subjectsIn(texts: readonly string[]): { readonly children: readonly string[]; readonly cases: readonly string[] } {
  const found = new Set(
    texts.flatMap((text) => [...text.matchAll(/"(?:subject|other)":"((?:child|case)-[\w-]+)"/g)].map(([, token]) => token as string)),
  );
  return { children: [...found].filter((token) => token.startsWith('child-')), cases: [...found].filter((token) => token.startsWith('case-')) };
}
