import type { Clock, Moment } from '@lianhu/kernel';

/** The hub's clock while a demonstration county loads: it stands where it was set, never goes back, and joins real time at the end. */
export class SimulatedClock implements Clock {
  private ms: number;
  private real = false;

  constructor(from: Moment) {
    this.ms = Date.parse(from);
  }

  now(): number {
    return this.real ? Date.now() : this.ms;
  }
  /** Moves on to a moment; an earlier one changes nothing. */
  moveTo(moment: Moment): void {
    this.ms = Math.max(this.ms, Date.parse(moment));
  }
  /** From now on it is the machine's clock. */
  joinRealTime(): void {
    this.real = true;
  }
}
