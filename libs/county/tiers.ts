import { addMonths, dateOf, type Moment } from '@lianhu/kernel';
import type { CountyOptions } from './options';

/** A county of a size. Source: scale model 9.2; minors, and towns and villages but 林西's, † (assumption). */
export interface Tier {
  readonly minors: number;
  readonly towns: number;
  readonly villages: number;
  /** Schools and kindergartens. */
  readonly schools: number;
}
export const TIERS = {
  rangtang: { minors: 12_000, towns: 12, villages: 63, schools: 25 },
  linxi: { minors: 30_000, towns: 8, villages: 113, schools: 60 },
  rugao: { minors: 165_000, towns: 14, villages: 350, schools: 260 },
} as const satisfies Readonly<Record<string, Tier>>;
export type TierName = keyof typeof TIERS;

/** Children who are made together: what is held in memory at once. */
export const BLOCK_CHILDREN = 2_000;
/** Years of childhood. */
const CHILDHOOD = 18;

/** What a county of a tier is made from. */
export interface TierOptions extends Pick<CountyOptions, 'seed' | 'area' | 'areaName' | 'towns' | 'dirt'> {
  readonly tier: Tier;
  readonly years: number;
  readonly to: Moment;
}

/**
 * The blocks of a county, each to be given to `county`: as many children as it takes that the tier's minors are minors at a
 * time, those who grow up in the years included. Towns that the region does not name get invented names.
 */
export function* blocksOf({ tier, years, ...options }: TierOptions): Generator<CountyOptions> {
  const children = Math.ceil((tier.minors * (CHILDHOOD + years)) / CHILDHOOD);
  const towns = townsOf(options, tier.towns);
  const from = addMonths(dateOf(options.to), -Math.round(12 * years));
  for (let block = 0; block * BLOCK_CHILDREN < children; block++) {
    yield {
      ...options,
      towns,
      from,
      block,
      events: 0,
      rates: 'model',
      children: Math.min(BLOCK_CHILDREN, children - block * BLOCK_CHILDREN),
      villagesPerTown: Math.max(1, Math.round(tier.villages / tier.towns)),
      schoolsPerTown: Math.max(1, Math.round(tier.schools / tier.towns / 2)),
    };
  }
}

const TOWN_NAMES = [
  '苇泽镇',
  '枫林镇',
  '荷塘镇',
  '禾田乡',
  '霞坪乡',
  '竹篱镇',
  '渡口镇',
  '杉树乡',
  '榆荫镇',
  '泉井乡',
  '岚山镇',
  '舟桥镇',
  '月湾镇',
  '石径乡',
] as const;

function townsOf({ area, towns }: Pick<CountyOptions, 'area' | 'towns'>, count: number): CountyOptions['towns'] {
  const known = Object.entries(towns)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count);
  const more = Array.from({ length: Math.max(0, count - known.length) }, (_, n): [string, string] => {
    return [`${area}${String(known.length + n + 1).padStart(3, '0')}`, TOWN_NAMES[n] ?? `第${n + 1}镇`];
  });
  return Object.fromEntries([...known, ...more]);
}
