import { LogUnavailable } from '@lianhu/log';
import { isAway } from '@lianhu/postgres';

/** Whether somebody who only asked should come back: the database is away for now, be it asked as the log or itself, and nothing else is wrong. */
export const isDatabaseAway = (error: unknown): boolean => error instanceof LogUnavailable || isAway(error);
