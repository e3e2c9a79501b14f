/** How often the same is said. Unit: ms. */
const EVERY_MS = 60_000;
/** What is remembered; beyond it the oldest is forgotten, and said again. */
export const MOST = 1_000;

/** Says the same once a minute at most: of a database that is away everybody who asks would be told in the log, many times a second. */
export class Seldom {
  private readonly said = new Map<string, { readonly at: number; unsaid: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `what` is a code, never a text of somebody's: the newest are remembered. `say` hears how often it was kept back since. */
  say(what: string, say: (keptBack: number) => void): void {
    const last = this.said.get(what);
    if (last && this.now() - last.at < EVERY_MS) return void last.unsaid++;
    this.said.delete(what);
    this.said.set(what, { at: this.now(), unsaid: 0 });
    if (this.said.size > MOST) this.said.delete(this.said.keys().next().value as string);
    say(last?.unsaid ?? 0);
  }
}
