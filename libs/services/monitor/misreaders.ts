import type { AccessLog, AccessReader, RouteId } from '@lianhu/access';
import { MinorReferenced } from '@lianhu/departments/hub';
import { eventsOf } from '@lianhu/follow';
import { isA, Persons, recorded, RECORD_MERGED, RECORD_SPLIT, type Moment, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { orgOf } from '@lianhu/processes/notice';

/** What whoever read a file of two children is found by. */
export interface MisreadersParts {
  readonly log: LogReader;
  readonly accesses: Pick<AccessLog, 'readersOf'>;
  /** Resolves when pages show what stands at a position, or soon after all the same: until then they show the file as it was. */
  readonly shown: (position: Position) => Promise<unknown>;
  /** Six digits: where departments and the office are. */
  readonly county: string;
  /** Where a child lived by a position. */
  readonly homeOf: (child: string, position: Position) => Promise<string | undefined>;
}

/** Routes that show a file as it is folded. Lines, their export and what is entered stand under the child that they were sent of. */
const SHOWS_FILES: readonly RouteId[] = [
  'views.minors.list',
  'views.minors.one',
  'views.minors.find',
  'views.alerts',
  'views.inbox',
  'inbox.read',
  'reports.cell-events',
];
const PAGE = 500;
/** Digits of a town's code. */
const TOWN = 9;

/**
 * 误读: the units whose people read a file between its merge and its split, each with that of the two children of which it may be
 * told: whom it had spoken of itself, or who lives in its town. Whoever has neither, or no inbox of its own, is told through the office.
 */
export class Misreaders {
  constructor(private readonly parts: MisreadersParts) {}

  /** By `org-…`. */
  async of(split: Recorded): Promise<ReadonlyMap<string, string>> {
    const { subject, other, position } = split;
    if (subject === undefined || other === undefined) return new Map();
    await this.parts.shown(position);
    const { heads, since } = await this.together(split, subject, other);
    const units = new Map<string, string>();
    for (const reader of await this.parts.accesses.readersOf(heads, since, SHOWS_FILES)) {
      const [org, file] = (await this.unitOf(reader, [subject, other], position)) ?? [this.office(), subject];
      units.set(org, file);
    }
    return units;
  }

  /** The files in which both stood while they were one, and from when on; a split without a merge undoes what was always wrong. */
  private async together(split: Recorded, subject: string, other: string): Promise<{ readonly heads: readonly string[]; readonly since: Moment }> {
    const persons = new Persons();
    let [heads, since] = [new Set<string>(), ''];
    for (const event of await this.identityEvents(split.position - 1)) {
      persons.add(event);
      const head = persons.headOf(other);
      if (head !== persons.headOf(subject)) heads = new Set();
      else if (heads.add(head).size === 1) since = event.recordedAt;
    }
    return heads.size === 0 ? { heads: [subject], since: '' } : { heads: [...heads], since };
  }

  private async identityEvents(upTo: Position): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (let after = 0; after < upTo;) {
      const page = await this.parts.log.read(after, PAGE, { types: [RECORD_MERGED, RECORD_SPLIT] });
      events.push(...page.lines.map(recorded).filter(({ position }) => position <= upTo));
      if (page.scannedTo <= after || page.scannedTo >= page.head) break;
      after = page.scannedTo;
    }
    return events;
  }

  private office = (): string => orgOf({ to: 'office', area: this.parts.county });

  private async unitOf({ department, town }: AccessReader, files: readonly string[], position: Position): Promise<[string, string] | undefined> {
    if (department === undefined && town === undefined) return undefined;
    const area = town?.slice(0, TOWN);
    for (const file of files) {
      if (department !== undefined && (await this.spokeOf(department, file, position)))
        return [orgOf({ to: department, area: this.parts.county }), file];
      const home = department === undefined ? await this.parts.homeOf(file, position) : undefined;
      if (area !== undefined && home?.startsWith(area)) return [orgOf({ to: 'town', area }), file];
    }
    return undefined;
  }

  private async spokeOf(department: string, file: string, position: Position): Promise<boolean> {
    const events: readonly Recorded<unknown>[] = await eventsOf(this.parts.log, file, position);
    return events.some((event) => event.department === department || (isA(event, MinorReferenced) && event.data.department === department));
  }
}
