import policy from '../../infra/policy/demonstration.json';
import { dirtySet, judgeMatching } from '@lianhu/testing/dirty-set';
import { featuresOf, findPairs, validId, type Pair } from '@lianhu/vault/matching';
import { benchOptions, beside, figure, number } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- identity [--quick]

Matches a dirty set of files whose truth is known: slips, variants, twins, wrong numbers, moves, newborns, adoptions.
The peer in the same run: equal name and day of birth.`;

/** The seed of the set; another one gives another county. */
const SEED = process.env['LIANHU_BENCH_SEED'] ?? 'identity-1';

function main(): void {
  const { quick } = benchOptions(HELP);
  console.log(`identity · ${machineLine()}`);
  const files = dirtySet(SEED, quick ? 50_000 : 200_000);
  const started = performance.now();
  const persons = files.map(({ identity, school }) => ({
    features: featuresOf([identity], school === undefined ? [] : [school]),
    identified: validId(identity) !== undefined,
  }));
  const pairs = findPairs(persons, policy.identity);
  const seconds = (performance.now() - started) / 1_000;
  const automatic = pairs.filter(({ comparison }) => comparison.outcome === 'same');
  const queue = pairs.filter(({ comparison }) => comparison.outcome === 'review');
  const found = judgeMatching(files, pairs);
  figure({ what: 'identity: wrong automatic merges', unit: '', measured: judgeMatching(files, automatic).wrong, floor: 0, atMost: true });
  figure({ what: 'identity: unmatched that a person could match', unit: '%', measured: round(100 * (1 - found.recall)), floor: 0.5, atMost: true });
  figure({ what: `identity: ${number(files.length)} files matched in`, unit: 's', measured: round(seconds), floor: 60, goal: 10, atMost: true });
  const { precision, recall } = judgeMatching(files, queue);
  console.log(
    `    review queue: ${number(queue.length)} pairs, precision ${round(100 * precision)} %, recall ${round(100 * recall)} % of ${number(found.matchable)}`,
  );
  console.log(`    best candidate only: precision ${round(100 * judgeMatching(files, bestOf(queue)).precision)} %`);
  const kinds = groupedBy(found.missed, (file) => files[file]?.dirt);
  console.log(`    missed: ${[...kinds].map(([dirt, missed]) => `${dirt} ${missed.length}`).join(', ') || 'none'}`);
  const naive = judgeMatching(files, equalNames(files));
  console.log(`    peer, equal name and day, merged by itself: ${naive.wrong} wrong merges, recall ${round(100 * naive.recall)} %`);
  beside('peer: recall of equal name and day of birth, %', round(100 * naive.recall), round(100 * recall));
}

/** Of each file only its best candidate. */
function bestOf(queue: readonly Pair[]): Pair[] {
  const seen = new Set<number>();
  return queue.filter(({ a, b }) => {
    const fresh = !seen.has(a) && !seen.has(b);
    seen.add(a).add(b);
    return fresh;
  });
}

function* equalNames(files: ReturnType<typeof dirtySet>): Iterable<{ a: number; b: number }> {
  const groups = groupedBy(files.keys(), (file) => `${files[file]?.identity.name}|${files[file]?.identity.birthDate}`);
  for (const group of groups.values())
    for (let x = 0; x < group.length; x++) for (let y = x + 1; y < group.length; y++) yield { a: group[x] as number, b: group[y] as number };
}

function groupedBy<T, K>(items: Iterable<T>, of: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return groups;
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

main();
