import type { Position } from './line';
import type { Recorded } from './recorded';

/** Two files turned out to be one child's: `subject` takes `other` in. */
export const RECORD_MERGED = 'hub.record.merged';
/** One file turned out to be two children's: `other` stands by itself again, and takes the events that are named. */
export const RECORD_SPLIT = 'hub.record.split';

/** Most events that one split names; the rest of a file that was taken in goes back by itself. Unit: events. */
export const MAX_MOVED = 20;
/** Whether events of a type are what the hub itself noted of a file: no facts about the child, which no split moves. */
export const isNote = (type: string): boolean => /^hub\.(record|alert|clock|notice|minor)\./.test(type);

/** What decides whose file an event stands in. */
type Placed = Pick<Recorded, 'position' | 'subject' | 'corrects'>;
/** What is read of a merge or split. */
type Identified = Placed & Pick<Recorded, 'type' | 'other' | 'data'>;

/** Whether an event joins or parts files. No fold of a child sees it: it says where events belong, nothing about the child. */
export const joinsOrParts = ({ type }: Pick<Recorded, 'type'>): boolean => type === RECORD_MERGED || type === RECORD_SPLIT;

/**
 * Which child's file each event stands in, told of the log's merges and splits in order of position. The log's lines keep
 * their subject for ever; merging and splitting move them only for those who read. After a split it is as if its merge had
 * never been.
 */
export class Persons {
  /** The file that a file was taken into. */
  private readonly into = new Map<string, string>();
  /** Where splits have wanted an event to be, the newest last. */
  private readonly moved = new Map<Position, readonly string[]>();
  /** Files that ever had to do with each other: one set, shared by all of them. */
  private readonly kin = new Map<string, Set<string>>();

  /** Takes a merge or split in; answers the files whose content may have changed, none for every other event. */
  add(event: Identified): readonly string[] {
    const { type, subject, other } = event;
    if (subject === undefined || other === undefined || subject === other) return [];
    if (type === RECORD_MERGED) {
      if (this.into.has(other) || this.headOf(subject) === other) return [];
      this.into.set(other, subject);
    } else if (type === RECORD_SPLIT) {
      if (this.into.get(other) === subject) this.into.delete(other);
      const { events } = event.data as { readonly events?: readonly Position[] };
      for (const position of events ?? []) this.moved.set(position, [...(this.moved.get(position) ?? []), other]);
    } else return [];
    return [...this.bind(subject, other)];
  }

  /** No file was ever joined or parted. */
  get untouched(): boolean {
    return this.kin.size === 0;
  }

  /** The file that events of a subject stand in, as far as none was moved by itself. */
  headOf(subject: string): string {
    let head = subject;
    for (let next = this.into.get(head); next !== undefined; next = this.into.get(head)) head = next;
    return head;
  }

  /** Files whose being taken in makes these two one: undone, any of them parts the two. None when they are two. */
  joinsBetween(a: string, b: string): readonly string[] {
    if (this.headOf(a) !== this.headOf(b)) return [];
    const [up, down] = [this.upFrom(a), this.upFrom(b)];
    return [...up.filter((file) => !down.includes(file)), ...down.filter((file) => !up.includes(file))];
  }

  /** Files that are part of this one now, itself among them. */
  partsOf(file: string): readonly string[] {
    return this.kinOf(file).filter((one) => this.headOf(one) === file);
  }

  /** Whether a file was taken into another one. */
  isTakenIn(file: string): boolean {
    return this.into.has(file);
  }

  /** Every file that ever had to do with one, itself among them: where its events may be found. */
  kinOf(file: string): readonly string[] {
    return [...(this.kin.get(file) ?? [file])];
  }

  /** The event in the file that it stands in now. What corrects an event goes where that one went. */
  readonly place = <E extends Placed>(event: E): E => {
    if (this.untouched || event.subject === undefined || !this.kin.has(event.subject)) return event;
    const subject = this.headOf(this.fileOf(event) ?? event.subject);
    return subject === event.subject ? event : { ...event, subject };
  };

  /** The file that an event belongs to by itself, merges left out: a split may have moved it. */
  fileOf({ subject, position, corrects }: Placed): string | undefined {
    const kin = subject === undefined ? undefined : this.kin.get(subject);
    const moved = this.moved.get(position) ?? (corrects === undefined ? undefined : this.moved.get(corrects));
    // A split moves events of its own two files and of what belonged to them; one that names somebody else's changes nothing there.
    return moved?.findLast((file) => kin?.has(file)) ?? subject;
  }

  /** A file and those it was taken into, one after the other. */
  private upFrom(file: string): readonly string[] {
    const files = [file];
    for (let next = this.into.get(file); next !== undefined; next = this.into.get(next)) files.push(next);
    return files;
  }

  private bind(a: string, b: string): ReadonlySet<string> {
    const all = new Set([...this.kinOf(a), ...this.kinOf(b)]);
    for (const file of all) this.kin.set(file, all);
    return all;
  }
}
