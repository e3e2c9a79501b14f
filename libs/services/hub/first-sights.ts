import { createHmac } from 'node:crypto';
import type { EventDefinition } from '@lianhu/kernel';
import type { Move, Resolved } from '@lianhu/vault';
import type { FirstSight } from './preludes';

/** Pairs of child and department, and moves, that are remembered as known. Reason: bounded memory; a forgotten one only costs some claims. */
const REMEMBERED = 200_000;

/** Knows for which children a department's next event must be preceded by a first-sight event, or by a move. */
export class FirstSights {
  private readonly known = new Set<string>();

  constructor(
    /** Secret of this hub: keys tell nobody which child they mean. */
    private readonly tokenKey: Uint8Array,
    private readonly unknownTown: string,
  ) {}

  /** Id of the first-sight event of a child in a department. */
  key(child: string, department: string): string {
    return `first-${createHmac('sha256', this.tokenKey).update(`first-sight|${child}|${department}`).digest('base64url').slice(0, 22)}`;
  }

  private moveKey(child: string, { number, town }: Move): string {
    return `moved-${createHmac('sha256', this.tokenKey).update(`moved|${child}|${number}|${town}`).digest('base64url').slice(0, 22)}`;
  }

  /** What must be said of the child before this event; nothing for restricted events, nor where pair and home are known. */
  needed(department: string, definition: EventDefinition, resolved: Resolved | undefined, time: string): FirstSight | undefined {
    if (resolved?.kind !== 'resolved' || resolved.child === undefined || definition.restricted) return undefined;
    const { child, profile, ageAtTime, ageBand } = resolved;
    if (!profile) return undefined;
    const key = this.known.has(`${department}|${child}`) ? undefined : this.key(child, department);
    const move = profile.move && { ...profile.move, key: this.moveKey(child, profile.move) };
    const told = move === undefined || this.known.has(move.key);
    if (key === undefined && told) return undefined;
    return {
      child,
      department,
      key,
      ...(!told && { move }),
      time,
      sex: profile.sex,
      birthQuarter: profile.birthQuarter,
      town: profile.town ?? this.unknownTown,
      level: ageAtTime !== undefined && ageAtTime < 14 ? 'L4' : 'L3',
      ageBand,
    };
  }

  /** After a commit: this pair is known for ever; or that the child has moved, which may have stood in the first sight's place. */
  remember(child: string, department: string, move?: string): void {
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.add(move ?? `${department}|${child}`);
  }
}
