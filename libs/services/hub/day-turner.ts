import { dateOf, momentOf, startOfDay, type Clock, type PlainDate } from '@lianhu/kernel';
import { logger } from '@lianhu/services/platform';
import type { Hub } from './hub';

/** How often the day is looked at. Unit: milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** Appends `hub.day.turned` once for each local day that begins: the only way in which views learn what day it is. */
export class DayTurner {
  private timer: NodeJS.Timeout | undefined;
  private turned: PlainDate | undefined;

  constructor(
    private readonly hub: Pick<Hub, 'own'>,
    private readonly clock: Clock,
  ) {}

  /** Turns the day if it has not been turned; a repetition changes nothing. */
  async turn(): Promise<void> {
    const date = dateOf(momentOf(this.clock.now()));
    if (this.turned === date) return;
    await this.hub.own([{ type: 'hub.day.turned', id: `day-${date}`, time: startOfDay(date), data: { date } }]);
    this.turned = date;
  }

  /** Turns the day if it can be turned now. */
  async look(): Promise<void> {
    await this.turn().catch((error: unknown) => logger.warn({ fault: (error as Error).name }, 'day not turned yet'));
  }

  /** Keeps turning days as they come. */
  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
