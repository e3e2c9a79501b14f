import { addDays, type PlainDate } from '@lianhu/kernel';
import { makeCitizenId, type Guardian, type MinorIdentity } from '@lianhu/standards';

/** One event as a department sends it. */
export interface Sent {
  readonly minor: MinorIdentity;
  readonly from?: string;
  readonly restricted?: boolean;
  readonly school?: string;
  /** What was sent before has been compared when it comes. */
  readonly later?: boolean;
}
/**
 * A hard case: what is sent, in which file each stands (1, 2, … in order of appearance; `refused` and `held` at the edge), and the
 * pairs of files that the desk shows.
 */
export type HardCase = readonly [title: string, sent: (home: Home) => readonly Sent[], files: string, queue: string];

/** A family of its own: days, numbers and places that no other case has. */
export class Home {
  readonly day: PlainDate;
  readonly village: string;
  readonly mother: Guardian;
  readonly father: Guardian;

  constructor(readonly n: number) {
    this.day = addDays('2011-01-05', 37 * n);
    this.village = `990101${String(1 + (n % 20)).padStart(3, '0')}${201 + n}`;
    this.mother = this.parent('溪守兰', 'mother', 2);
    this.father = this.parent('溪望山', 'father', 1);
  }

  /** A number of this day: girls from even ones. */
  id = (sequence: number, day = this.day): string => makeCitizenId('990101', day, sequence);

  /** A girl with a number. */
  girl = (over: Partial<MinorIdentity> = {}): MinorIdentity => ({
    docType: '01',
    docNo: this.id(22, over.birthDate ?? this.day),
    name: '溪若云',
    sex: '2',
    birthDate: this.day,
    guardians: [this.mother],
    areaHousehold: this.village,
    ...over,
  });

  /** The same without a paper. */
  bare = (over: Partial<MinorIdentity> = {}): MinorIdentity => this.girl({ docType: '99', docNo: undefined, ...over });

  private parent(name: string, rel: Guardian['rel'], odd: number): Guardian {
    const docNo = makeCitizenId('990102', addDays('1985-02-03', this.n), 100 + odd);
    return { name, rel, docType: '01', docNo, phone: `154${String(odd * 10_000_000 + this.n).padStart(8, '0')}` };
  }
}

/** A school that speaks of several. */
export const SCHOOL = '91990101MA00000001';
