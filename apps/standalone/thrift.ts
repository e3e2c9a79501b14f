import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow between two collections while the process is thrifty. Unit: percent. */
const GROWING = 20;

/**
 * While it starts and counts quarters once, the process collects garbage sooner: what V8 takes from the machine for a passing need
 * it keeps at rest. Under load it may grow as V8 thinks best.
 */
export const beThrifty = (thrifty: boolean): void => setFlagsFromString(`--heap-growing-percent=${thrifty ? GROWING : 0}`);
