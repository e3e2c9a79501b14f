import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, recorded, type Json, type Recorded, type StoredLine } from '@lianhu/kernel';
import { CompiledView } from './compiled-view';
import { sums, views } from './views.fixture';

/**
 * `name@version` and the hash of what a view makes of the lines below. An installation keeps states and rows, and folds on from them, as long as
 * the version stands: what makes another hash is given a new version here and in the view.
 */
const listed = JSON.parse(readFileSync(join(__dirname, 'view-versions.fixture.json'), 'utf8')) as Readonly<Record<string, string>>;
/** Lines of an invented county as the version of 2026-11-29 wrote them, without proofs and nonces. */
const events = readFileSync(join(__dirname, 'older-lines.fixture.txt'), 'utf8').trim().split('\n').map(older);
const TODAY = '2026-12-01';

function older(text: string): Recorded {
  const { claim, bound, stamp } = JSON.parse(text) as { claim: Json; bound: Json; stamp: { readonly position: number } & Json };
  const line = { claim: canonical(claim), bound: canonical(bound), stamp: canonical(stamp), position: stamp.position, leafHash: '' };
  return recorded(line as StoredLine);
}

/** Declared columns, states and rows by key, and the sums of each row. */
function madeBy(view: CompiledView): string {
  const made = createHash('sha256').update(JSON.stringify([view.columnTypes, view.tables, view.sharedTypes]));
  const keys = new Set(events.map((event) => view.keyOf(event)).filter((key) => key !== undefined));
  for (const key of [...keys].sort()) {
    const own = events.filter((event) => view.keyOf(event) === key);
    const files = new Set(own.map(({ subject }) => subject));
    const folded = view.foldAll(events.filter((event) => own.includes(event) || (view.shares(event) && files.has(event.subject))));
    const { row, columns, wakeOn } = view.row(folded, TODAY, key);
    const differences = view.noDifferences();
    view.addDifferences(differences, undefined, row, folded.lastPosition);
    const counts = differences.map((sum) => [...sum].map(([name, change]) => [name, ...change]));
    made.update(canonical(JSON.parse(JSON.stringify([key, folded, row ?? null, columns, wakeOn ?? null, counts])) as Json));
  }
  return made.digest('base64');
}

test('a view makes of older lines what its version always made; what has to change comes with a version raised, so that no row of before an upgrade stays', () => {
  const now = views.map((view) => [`${view.name}@${view.version}`, madeBy(new CompiledView(view, sums))]);
  expect(Object.fromEntries(now)).toEqual(listed);
});
