import type { CountyOptions } from './options';

type Block = Pick<CountyOptions, 'seed' | 'area' | 'block'>;

/** Which part of its county the options make. */
export const blockOf = ({ block }: Block): number => block ?? 0;
/** A seed of its own for every part. */
export const seedOf = (options: Block): string => (blockOf(options) === 0 ? options.seed : `${options.seed}/block-${blockOf(options)}`);
/** Six digits that the ID numbers of a part begin with: 99 and then one code a part. Throws RangeError beyond 9,999. */
export function idAreaOf(options: Block): string {
  const code = Number(options.area.slice(2)) + blockOf(options);
  if (code > 9_999) throw new RangeError('too many blocks for ID numbers of the unreal area');
  return `99${String(code).padStart(4, '0')}`;
}
