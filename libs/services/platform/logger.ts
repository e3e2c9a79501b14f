import { pino } from 'pino';

/** What waits while it cannot be written; what comes beyond is lost. Unit: characters. */
const MOST_WAITING = 1_000_000;

/** Nobody who logs fails by a full disk, nor waits for one: each line is written at once, so a flush would only wait for room for ever. */
const destination = pino.destination({ dest: 2, sync: true, maxLength: MOST_WAITING }).on('error', () => undefined);
destination.flushSync = () => undefined;

/** The services' log: JSON lines on standard error, never personal data, no request bodies, no query strings. */
export const logger = pino({ name: 'lianhu', level: process.env['LIANHU_LOG_LEVEL'] || 'warn' }, destination);
