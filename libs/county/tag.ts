import { Dice } from './dice';

/** Four letters and digits of a seed, so that the events of two counties never bear the same id. */
export function tagOf(seed: string): string {
  return new Dice(`${seed}/tag`)
    .int(0, 36 ** 4 - 1)
    .toString(36)
    .padStart(4, '0');
}
