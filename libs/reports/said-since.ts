import type { Corrections, Position } from '@lianhu/kernel';
import type { Fact } from './define';

/** What a log has said after a position. */
export interface Said {
  readonly since: Position;
  readonly corrections: Pick<Corrections, 'place' | 'after'>;
  /** Events that splits name one by one, each with the split. */
  readonly moved: Iterable<readonly [event: Position, by: Position]>;
  /** Files that were merged, parted, registered or moved, each with the event that said so. */
  readonly files: Iterable<readonly [file: string, by: Position]>;
  /** The facts of an indicator, by counted unit. */
  readonly units: Iterable<readonly Fact[]>;
}

/**
 * What was said after a position that may change what an indicator's older facts add, by their positions: new facts of their counted
 * unit, what corrects, withdraws or moves one of its facts, and whose files those are and where that child lives.
 */
export function saidSince({ since, corrections, moved, files, units }: Said): ReadonlyMap<Position, readonly Position[]> {
  const corrected = [...corrections.after(since)].map(([by, first]) => [first, by] as const);
  const named = [...moved].map(([event, by]) => [corrections.place(event), by] as const);
  const ofFact = youngByKey([...corrected, ...named], since);
  const ofFile = youngByKey(files, since);
  const said = ({ position, file = '', subject = '' }: Fact): readonly Position[] =>
    position > since
      ? [position]
      : [ofFact.get(corrections.place(position)), ofFile.get(file), ofFile.get(subject)].flatMap((positions) => positions ?? []);
  const all = new Map<Position, readonly Position[]>();
  for (const facts of units) {
    const ofUnit = facts.flatMap(said);
    if (ofUnit.length > 0) for (const { position } of facts) if (position <= since) all.set(position, ofUnit);
  }
  return all;
}

function youngByKey<K>(entries: Iterable<readonly [K, Position]>, since: Position): ReadonlyMap<K, readonly Position[]> {
  const all = new Map<K, Position[]>();
  for (const [key, position] of entries) {
    if (position <= since) continue;
    const known = all.get(key);
    if (known) known.push(position);
    else all.set(key, [position]);
  }
  return all;
}
