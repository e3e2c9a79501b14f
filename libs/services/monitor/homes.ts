import { MinorMoved, MinorRegistered } from '@lianhu/departments/hub';
import { eventsOf } from '@lianhu/follow';
import { definitionOf, inParallel, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';

/** Children asked about at a time. Reason: a pool's connections are ten, and pages of people read beside. */
const AT_A_TIME = 4;

/** Where a child lived from a position on. */
interface Home {
  readonly position: Position;
  readonly town: string;
  /** Time of the event that told a move; empty where the child was registered. */
  readonly since: string;
}

const REGISTERED = definitionOf(MinorRegistered).type;
const HOMES = [REGISTERED, definitionOf(MinorMoved).type];
/** Children whose homes are remembered. Reason: some hundred bytes each; a county has fewer, a larger one reads some again. */
const REMEMBERED = 100_000;

/**
 * Where children live as the hub had registered by an event, without asking the log for each: whoever is registered on a page that
 * was seen is known from then on. What is remembered goes by position, so that a page that comes again finds
 * the same homes; for the same reason what stands under a subject counts, whatever was merged into its file since.
 */
export class Homes {
  private readonly homes = new Map<string, readonly Home[]>();
  /** Up to where every registration and move of those remembered is known. */
  private seen: Position = 0;

  constructor(
    private readonly log: LogReader,
    private readonly most = REMEMBERED,
  ) {}

  /** Takes a page in, and reads what is not known of children who are asked for, side by side. */
  async learn(events: readonly Recorded[], children: Iterable<string>): Promise<void> {
    // Another process followed in between: what it saw is not known here.
    if ((events[0]?.position ?? 0) > this.seen + 1) this.homes.clear();
    this.seen = Math.max(this.seen, events.at(-1)?.position ?? 0);
    for (const event of events) if (HOMES.includes(event.type) && event.subject !== undefined) this.see(event, event.subject);
    const unknown = [...new Set(children)].filter((child) => !this.homes.has(child));
    const read = await inParallel(
      unknown,
      AT_A_TIME,
      async (child) => [child, (await eventsOf(this.log, child, this.seen, HOMES)).map(homeOf)] as const,
    );
    for (const [child, homes] of read) this.remember(child, homes);
  }

  /** Where a child lived by a position, of those that `learn` was asked for. */
  at(child: string, position: Position): string | undefined {
    const homes = this.homes.get(child)?.filter((home) => home.position <= position) ?? [];
    // Of two moves that were told at the same time the older one may come last: it moves nobody back.
    return homes.reduce<Home | undefined>((last, home) => (last && home.since < last.since ? last : home), undefined)?.town;
  }

  /** A child's first event is the registration; whoever is not remembered is read when asked for. */
  private see(event: Recorded, child: string): void {
    const known = this.homes.get(child);
    if (known?.some(({ position }) => position === event.position)) return;
    if (known)
      this.homes.set(
        child,
        [...known, homeOf(event)].sort((a, b) => a.position - b.position),
      );
    else if (event.type === REGISTERED) this.remember(child, [homeOf(event)]);
  }

  private remember(child: string, homes: readonly Home[]): void {
    if (this.homes.size >= this.most) this.homes.delete(this.homes.keys().next().value as string);
    this.homes.set(child, homes);
  }
}

const homeOf = ({ type, position, time, data }: Recorded): Home => ({
  position,
  town: (data as { readonly town: string }).town,
  since: type === REGISTERED ? '' : time,
});
