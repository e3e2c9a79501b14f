import { ProblemError } from '@lianhu/services/platform';

/** A whole number of a query within bounds. Throws ProblemError naming the parameter. */
export function wholeNumber(text: string | undefined, name: string, least: number, most: number): number {
  const value = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new ProblemError('invalid-input', { errors: [{ pointer: `/${name}`, rule: 'range', message: `${name}: ${least}…${most}` }] });
  }
  return value;
}
