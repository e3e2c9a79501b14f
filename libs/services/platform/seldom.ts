/** How often the same is said. Unit: ms. */
const EVERY_MS = 60_000;

/** Says the same once a minute at most: of a database that is away everybody who asks would be told in the log, many times a second. */
export class Seldom {
  private readonly said = new Map<string, { readonly at: number; unsaid: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `what` is a code, never a text of somebody's: each is remembered. `say` hears how often it was kept back since. */
  say(what: string, say: (keptBack: number) => void): void {
    const last = this.said.get(what);
    if (last && this.now() - last.at < EVERY_MS) return void last.unsaid++;
    this.said.set(what, { at: this.now(), unsaid: 0 });
    say(last?.unsaid ?? 0);
  }
}
