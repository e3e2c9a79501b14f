/** fast-check with more runs: stands in for it where LIANHU_RUNS says how many times as many (jest.config.mjs). */
const { join } = require('node:path');
// By its path, as this file has its name.
const real = require(join(__dirname, '..', 'node_modules', 'fast-check', 'lib', 'cjs', 'fast-check.js'));

/** Runs begun later than this are left out. Unit: milliseconds. */
const LONGEST = 60_000;
const times = Number(process.env['LIANHU_RUNS']);
if (!(times > 0)) throw new RangeError('LIANHU_RUNS is a number of times');

/** A run that has begun goes on to its end: the next test may use the same database. */
const assert = (property, { numRuns = 100, ...parameters } = {}) =>
  real.assert(property, {
    ...parameters,
    numRuns: Math.ceil(numRuns * times),
    skipAllAfterTimeLimit: LONGEST,
    maxSkipsPerRun: Number.MAX_SAFE_INTEGER,
  });

const all = { ...real, assert };
module.exports = { ...all, __esModule: true, default: all };
