/**
 * Under which name of docs/performance.md a bench's figures are kept: the county of one million events stands beside the whole one.
 * @param {string} bench
 * @param {readonly string[]} options
 */
export const keptAs = (bench, options) => (bench === 'big' && options.includes('--million') ? 'big, to one million' : bench);
