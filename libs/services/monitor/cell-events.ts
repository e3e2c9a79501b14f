import { decide, partyOf, type Sealed, type Seals, type Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { recorded, type Position, type Recorded } from '@lianhu/kernel';
import type { Caller } from '@lianhu/services/platform';
import type { MinorParts } from './minors';
import { isOversight } from './rights';

/** Events of one cell that are listed; the cell's own count says how many there are. */
const MAX_LISTED = 200;

/** The events behind a figure, by right: each only as far as the caller may see it, and recorded before it is shown. */
export class CellEvents {
  constructor(private readonly parts: MinorParts & { readonly seals: Pick<Seals, 'among'> }) {}

  async of(caller: Caller, positions: readonly Position[]): Promise<object[]> {
    const events: Recorded[] = [];
    for (const position of positions.slice(0, MAX_LISTED)) {
      const { lines } = await this.parts.log.read(position - 1, 1);
      if (lines[0]) events.push(recorded(lines[0]));
    }
    const sealed = await this.parts.seals.among(events.map(({ subject }) => subject));
    const shown = events.filter((event) => maySee(caller.viewer, event, (subject) => sealed.has(subject)));
    const subjects = [...new Set(shown.flatMap(({ subject }) => subject ?? []))];
    const children = subjects.filter((subject) => subject.startsWith('child-'));
    await this.parts.recorder.record(caller, 'reports.cell-events', { children, cases: subjects.filter((subject) => subject.startsWith('case-')) });
    const oversight = isOversight(caller.viewer);
    const refs = oversight ? undefined : await this.parts.references.of(children, partyOf(caller.viewer));
    return shown.map(({ position, type, time, department, subject = '' }) => ({
      handle: this.parts.handles.handle(partyOf(caller.viewer), position),
      type,
      title: catalogue.event(type)?.title ?? type,
      time,
      department,
      departmentName: catalogue.department(department)?.name ?? department,
      minorRef: oversight ? subject || undefined : refs?.get(subject),
    }));
  }
}

function maySee(viewer: Viewer, { type, level, department, subject, residenceArea }: Recorded, sealed: Sealed): boolean {
  const definition = catalogue.event(type);
  if (!definition) return false;
  const { category, restricted } = definition;
  const { right, why } = decide(viewer, { category, level, department, restricted, subject, town: residenceArea }, sealed);
  if (why === 'sealed') return false;
  return isOversight(viewer) || right === 'full' || right === 'own';
}
