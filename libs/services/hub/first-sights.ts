import { createHmac } from 'node:crypto';
import type { EventDefinition } from '@lianhu/kernel';
import type { Resolved } from '@lianhu/vault';
import type { FirstSight } from './preludes';

/** Pairs of child and department that are remembered as known. Reason: bounded memory; a forgotten pair only costs two claims. */
const REMEMBERED = 200_000;

/** Knows for which children a department's next event must be preceded by a first-sight event. */
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

  /** What must be said of the child before this event; nothing for restricted events and pairs that are known. */
  needed(department: string, definition: EventDefinition, resolved: Resolved | undefined, time: string): FirstSight | undefined {
    if (resolved?.kind !== 'resolved' || resolved.child === undefined || definition.restricted) return undefined;
    if (this.known.has(`${department}|${resolved.child}`)) return undefined;
    const key = this.key(resolved.child, department);
    const { profile, ageAtTime, ageBand } = resolved;
    if (!profile) return undefined;
    return {
      child: resolved.child,
      department,
      key,
      time,
      sex: profile.sex,
      birthQuarter: profile.birthQuarter,
      town: profile.town ?? this.unknownTown,
      level: ageAtTime !== undefined && ageAtTime < 14 ? 'L4' : 'L3',
      ageBand,
    };
  }

  /** After a commit: this pair is known for ever. */
  remember(child: string, department: string): void {
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.add(`${department}|${child}`);
  }
}
