/** fast-check that asserts again and again: stands in for it where LIANHU_RUNS says how many times (jest.config.mjs). */
const { join } = require('node:path');
// By its path, as this file has its name.
const real = require(join(__dirname, '..', 'node_modules', 'fast-check', 'lib', 'cjs', 'fast-check.js'));

/** No time is begun later than this. Unit: milliseconds. */
const LONGEST = 60_000;
const times = Number(process.env['LIANHU_RUNS']);
if (!(times >= 1)) throw new RangeError('LIANHU_RUNS is a number of times');

/**
 * @param {import('fast-check').IRawProperty<unknown>} property
 * @param {import('fast-check').Parameters<unknown>} [parameters]
 */
function assert(property, parameters) {
  const began = performance.now();
  /** @param {number} done */
  const goesOn = (done) => done < times && performance.now() - began < LONGEST;
  const first = real.assert(property, parameters);
  if (first !== undefined) return againAfter(first);
  for (let done = 1; goesOn(done); done += 1) real.assert(property, parameters);
  return undefined;

  /** @param {Promise<void>} promise */
  async function againAfter(promise) {
    await promise;
    for (let done = 1; goesOn(done); done += 1) await real.assert(property, parameters);
  }
}

const all = { ...real, assert };
module.exports = { ...all, __esModule: true, default: all };
