import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import policy from '../../infra/policy/demonstration.json';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { dirtySet, judgeMatching } from '@lianhu/testing/dirty-set';
import { openKeys, Vault, vaultMigrations } from '@lianhu/vault';
import { featuresOf, findPairs, validId, type Pair } from '@lianhu/vault/matching';
import { benchDatabase } from './bench-database';
import { benchOptions, beside, figure, median, number } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- identity [--quick]

Matches a dirty set of files whose truth is known: slips, variants, twins, wrong numbers, moves, newborns, adoptions.
The peer in the same run: equal name and day of birth.`;

/** The seed of the set; another one gives another county. */
const SEED = process.env['LIANHU_BENCH_SEED'] ?? 'identity-1';

async function main(): Promise<void> {
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
  await inDatabase(files.slice(0, quick ? 10_000 : 50_000));
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

/** Files come in as departments send them, and are then compared in the background; once more while others come in. */
async function inDatabase(files: ReturnType<typeof dirtySet>): Promise<void> {
  const database = await benchDatabase(vaultMigrations);
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-bench-vault-'));
  const pool = createPool(database.urls.hub, { max: CONNECTIONS });
  const vault = new Vault(pool, openKeys(folder, std1));
  try {
    const [first, second] = [files.slice(0, files.length * 0.8), files.slice(files.length * 0.8)];
    const alone = await intake(vault, first);
    const { persons, seconds } = await compareAll(vault);
    figure({ what: 'identity: new persons compared in the background', unit: '/s', measured: persons / seconds, floor: 1_000, goal: 2_000 });
    await vault.reviews.regrouped([...(await everyChild(pool))].slice(0, first.length / 2));
    const [together] = await Promise.all([intake(vault, second), compareAll(vault)]);
    console.log(`    a batch of ${BATCH} events meanwhile: ${round(together)} ms in the middle, ${round(alone)} ms alone`);
  } finally {
    await pool.end();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Connections of the hub's pool. */
const CONNECTIONS = 8;
/** Events that an edge sends at a time. */
const BATCH = 100;

/** Milliseconds in the middle for a batch of events. */
async function intake(vault: Vault, files: ReturnType<typeof dirtySet>): Promise<number> {
  const took: number[] = [];
  for (let from = 0; from < files.length; from += BATCH) {
    const started = performance.now();
    const requests = files.slice(from, from + BATCH).map(({ identity, school }, i) => ({
      department: 'education',
      source: 'urn:lianhu:source:bench',
      id: `e-${files.length}-${from + i}`,
      time: '2026-10-12T09:30:00.000+08:00',
      minor: identity,
      school,
      restricted: false,
    }));
    const resolved = await vault.resolve(requests);
    await vault.appended(resolved.flatMap((one) => (one.kind === 'resolved' && one.child !== undefined ? [one.child] : [])));
    took.push(performance.now() - started);
  }
  return median(took);
}

async function compareAll(vault: Vault): Promise<{ persons: number; seconds: number }> {
  const started = performance.now();
  let persons = 0;
  for await (const taken of vault.reviews.matchAll(policy.identity)) persons += taken;
  return { persons, seconds: (performance.now() - started) / 1_000 };
}

const everyChild = async (pool: ReturnType<typeof createPool>): Promise<string[]> =>
  (await pool.query<{ child: string }>('select child from vault.child')).rows.map(({ child }) => child);

void main();
