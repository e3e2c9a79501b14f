import { logger } from './logger';
import { hearUnheard } from './unheard';

/** Something that must be closed when the process ends, in order. */
export type Closing = () => Promise<void>;

/** How long closing may take before the process ends anyway. Unit: milliseconds. */
const CLOSE_WITHIN_MS = 15_000;

/** Runs closings once on SIGTERM or SIGINT, or when something failed that nobody listened to, then exits 0, or with the exit code that was set. */
export function closeOnSignals(close: Closing): void {
  let closing = false;
  const handler = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    close().then(
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        logger.error({ fault: (error as Error).name }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', handler);
  process.once('SIGINT', handler);
  hearUnheard(handler);
}
