import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '@lianhu/postgres';
import { call, lianhuIn } from '../testing/running';
import { FAULTS } from './faults';
import { Installation } from './installation';
import { Load } from './load';
import { scheduleOf, type Stroke } from './schedule';
import { recordsOf } from './topic';

/** What is asked of a run. */
export interface RunOptions {
  readonly seed: number;
  readonly rounds: number;
  /** Names of faults; none = all that are possible here. */
  readonly only?: readonly string[];
  /** No stroke after this. Unit: milliseconds. */
  readonly forMs?: number;
  readonly say?: (text: string) => void;
}

/** What a run did; its evidence lies in `folder`, for the judge. */
export interface Ran {
  readonly folder: string;
  readonly strokes: readonly (Stroke & { readonly tookMs: number })[];
  /** Faults that this machine does not let us do, and why. */
  readonly left: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
}

/** The load runs on a little before it is stopped. Unit: milliseconds. */
const LAST_MS = 500;

/** Strikes an installation under load, lets it settle, and leaves the evidence in a folder. Judges nothing. */
export async function runFaults({ seed, rounds, only, forMs = Number.POSITIVE_INFINITY, say = () => undefined }: RunOptions): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-evidence-'));
  const installation = await Installation.open();
  try {
    const wanted = FAULTS.filter(({ name }) => only === undefined || only.includes(name));
    const left = wanted.flatMap((fault) => {
      const why = fault.impossible(installation);
      return why === undefined ? [] : [`${fault.name}: ${why}`];
    });
    const possible = wanted.filter((fault) => fault.impossible(installation) === undefined);
    const load = new Load(installation.url('police'), await installation.token('sender', '--department', 'police'), folder, seed);
    const strokes: (Stroke & { tookMs: number })[] = [];
    const end = Date.now() + forMs;
    try {
      for (const stroke of scheduleOf(seed, rounds, possible)) {
        if (Date.now() > end) break;
        await new Promise((resolve) => setTimeout(resolve, stroke.afterMs));
        const begun = Date.now();
        await possible.find(({ name }) => name === stroke.fault)?.strike(installation, load);
        strokes.push({ ...stroke, tookMs: Date.now() - begun });
        say(`${stroke.round}/${rounds} ${stroke.fault} after ${stroke.afterMs} ms, ${Date.now() - begun} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, LAST_MS));
    } finally {
      await load.stop();
    }
    await gather(installation, folder);
    return { folder, strokes, left, statuses: Object.fromEntries(load.statuses) };
  } finally {
    await installation.close();
  }
}

/** The auditor's export and trust file, and the rows of all views before and after a rebuild. */
async function gather(installation: Installation, folder: string): Promise<void> {
  await installation.settled();
  const options = { token: await installation.token('auditor'), purpose: 'audit', body: {} };
  writeFileSync(join(folder, 'export.ndjson'), (await call(installation.url('audit'), '/api/audit/exports', options)).text);
  if (installation.broker) {
    const records = await recordsOf(installation.broker.address, 'lianhu.990101.events');
    writeFileSync(join(folder, 'topic.ndjson'), records.map((text) => `${text}\n`).join(''));
  }
  copyFileSync(installation.secret('trust.json'), join(folder, 'trust.json'));
  writeFileSync(join(folder, 'views-live.ndjson'), await viewsOf(installation));
  await installation.kill('monitor');
  const dropped = await lianhuIn({ DATABASE_URL: installation.database.urls.monitor, LIANHU_DATA: join(installation.folder, 'monitor') }, 'rebuild');
  if (dropped.code !== 0) throw new Error(dropped.stderr);
  installation.start('monitor');
  await installation.settled();
  writeFileSync(join(folder, 'views-rebuilt.ndjson'), await viewsOf(installation));
}

/** Every row of every table that a view keeps, as the database has it. */
const viewsOf = ({ database }: Installation): Promise<string> =>
  withClient(database.urls.admin, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT DISTINCT unnest(tables) AS name FROM view.follower WHERE kind = 'view' AND active ORDER BY 1`,
    );
    let text = '';
    for (const { name } of tables) {
      if (!/^view\.[a-z0-9_]+$/.test(name)) throw new TypeError('the registry names a table that is not ours');
      const { rows } = await client.query<{ row: string }>(`SELECT json_build_object('table', '${name}', 'row', t)::text AS row FROM ${name} t`);
      for (const { row } of rows) text += `${row}\n`;
    }
    return text;
  });
