import { pino } from 'pino';

/** The services' log: JSON lines on standard error, never personal data, no request bodies, no query strings. */
export const logger = pino({ name: 'lianhu', level: process.env['LIANHU_LOG_LEVEL'] ?? 'warn' }, pino.destination({ dest: 2, sync: true }));
