import { logger } from './logger';

/** Exit code of a process in which something failed that nobody listened to. Source: EX_SOFTWARE of sysexits. */
export const SOFTWARE_EXIT = 70;

/** Where it failed, in our code and others': a line of a stack that can hold nothing of a message. */
const FRAME = /^\s+at .*:\d+:\d+\)?$/;
/** Unit: lines. */
const MAX_FRAMES = 12;

const told = (error: unknown) => {
  const { name, code, stack } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : { name: typeof error };
  const frames = (stack ?? '').split('\n').filter((line) => FRAME.test(line));
  return { fault: name, code, at: frames.slice(0, MAX_FRAMES).map((line) => line.trim()) };
};

/**
 * Takes what Node would print, message and all, and end the process with, at once. No message is printed: a parser's holds what it could
 * not read. A promise that nobody waits for ends nothing: one request must not end nine departments. After an exception that nobody caught
 * nobody knows what is half done: then `end`, to start anew from what is durable.
 */
export function hearUnheard(end: () => void): void {
  process.on('unhandledRejection', (error) => logger.error(told(error), 'a promise failed, and nobody listened'));
  process.once('uncaughtException', (error) => {
    logger.fatal(told(error), 'something failed, and nobody listened: this process ends');
    process.exitCode = SOFTWARE_EXIT;
    end();
  });
}
