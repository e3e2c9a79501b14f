import { momentOf, type PolicyPack } from '@lianhu/kernel';
import { blocksOf, type CountyOptions, type Push, TIERS, type TierName } from '@lianhu/county';
import { demonstrationCounty } from '../demonstration';

/** What `lianhu generate` is asked to make. */
export interface Asked {
  readonly tier: TierName | 'demonstration';
  readonly years: number;
  readonly seed: string;
  readonly dirt: boolean;
  /** RFC 3339; the last moment of the county. */
  readonly to: string;
}

/** Tiers by name; `demonstration` is the small one that `npm start` shows. */
export const TIER_NAMES: readonly Asked['tier'][] = ['demonstration', ...(Object.keys(TIERS) as TierName[])];
/** Longest county. Unit: years. Reason: ID numbers and ages are those of children. */
export const MOST_YEARS = 18;

/** The blocks of the county that is asked for, in the towns of a region. */
export function askedBlocks({ tier, years, seed, dirt, to }: Asked, { area, areaName, towns, villages }: PolicyPack): Iterable<CountyOptions> {
  const places = { area, areaName, towns, ...(villages && { villages }) };
  const end = momentOf(Date.parse(to));
  if (tier === 'demonstration') return [{ ...demonstrationCounty(places, end), seed, dirt }];
  return blocksOf({ tier: TIERS[tier], years, seed, ...places, dirt, to: end });
}

/** Where a county goes: it takes one push after another, a block's truths after its pushes, and answers when there is room. */
export interface Sink {
  push(push: Push): void | Promise<void>;
  truth(line: object): void | Promise<void>;
  /** After each block. */
  rest(): Promise<void>;
  /** Answers the last words. */
  end(): Promise<string>;
}
