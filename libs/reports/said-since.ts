import type { Corrections, Position } from '@lianhu/kernel';
import type { Fact } from './define';

/** What a log has said after a position. */
export interface Said {
  readonly since: Position;
  readonly corrections: Pick<Corrections, 'place' | 'after'>;
  /** Files that were merged, parted, registered or moved, each with the event that said so. */
  readonly files: Iterable<readonly [file: string, by: Position]>;
  /** The facts of an indicator, by counted unit. */
  readonly units: Iterable<readonly Fact[]>;
}

/** What was said after a position of an indicator's facts that were there before: what corrects them, whose they are, what else is counted with them. */
export class SaidSince {
  private readonly corrections: Said['corrections'];
  /** By the fact's place. */
  private readonly correcting: ReadonlyMap<Position, readonly Position[]>;
  private readonly ofFile: ReadonlyMap<string, readonly Position[]>;
  /** New facts of a unit, by the position of each older one. */
  private readonly beside: ReadonlyMap<Position, readonly Position[]>;

  constructor({ since, corrections, files, units }: Said) {
    this.corrections = corrections;
    this.correcting = byKey([...corrections.after(since)].map(([by, first]) => [first, by]));
    this.ofFile = byKey([...files].filter(([, by]) => by > since));
    this.beside = newBeside(units, since);
  }

  /** Positions of what was said of one fact; some may stand twice. */
  of({ position, file, subject }: Fact): readonly Position[] {
    const said = [this.correcting.get(this.corrections.place(position)), this.beside.get(position)];
    const files = [file, subject].map((one) => (one === undefined ? undefined : this.ofFile.get(one)));
    return [...said, ...files].flatMap((positions) => positions ?? []);
  }
}

function byKey<K>(entries: Iterable<readonly [K, Position]>): ReadonlyMap<K, readonly Position[]> {
  const all = new Map<K, Position[]>();
  for (const [key, position] of entries) {
    const known = all.get(key);
    if (known) known.push(position);
    else all.set(key, [position]);
  }
  return all;
}

function newBeside(units: Said['units'], since: Position): ReadonlyMap<Position, readonly Position[]> {
  const all = new Map<Position, readonly Position[]>();
  for (const facts of units) {
    const young = facts.filter(({ position }) => position > since).map(({ position }) => position);
    if (young.length > 0) for (const { position } of facts) if (position <= since) all.set(position, young);
  }
  return all;
}
