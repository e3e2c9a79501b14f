/** The order in which jest runs the specs: those that start processes first, so that none of them runs alone at the end. */
import { statSync } from 'node:fs';

/** Kinds of specs, slowest first; what no pattern names comes last. */
const KINDS = [/\.(?:e2e|kafka)\.spec\.ts$/, /[\\/]scripts[\\/]/, /\.db\.spec\.ts$/];

/**
 * Lower is earlier.
 * @param {string} path
 */
const rankOf = (path) => (KINDS.findIndex((kind) => kind.test(path)) + KINDS.length + 1) % (KINDS.length + 1);

/** What jest asks of a sequencer. It keeps nothing between runs, so that every run has the same order. */
export default class LongestFirst {
  /**
   * By kind, then the larger file first.
   * @template {{ path: string }} T
   * @param {readonly T[]} tests
   * @returns {T[]}
   */
  sort(tests) {
    const ranked = tests.map((test) => ({ test, rank: rankOf(test.path), size: statSync(test.path).size }));
    return ranked.sort((one, other) => one.rank - other.rank || other.size - one.size).map(({ test }) => test);
  }

  cacheResults() {}
}
