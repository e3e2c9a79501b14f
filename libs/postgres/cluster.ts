import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asServer, giveToServer } from './account';
import { type Binaries } from './binaries';
import { PostgresFailed } from './errors';
import { ADMIN } from './passwords';

/** Where the server's files are inside a data folder. */
export interface Place {
  readonly folder: string;
  readonly cluster: string;
  readonly log: string;
}

/** The layout of a data folder. */
export const placeIn = (folder: string): Place => ({ folder, cluster: join(folder, 'cluster'), log: join(folder, 'server.log') });

/** Programs of PostgreSQL see no variable of ours, and speak English in their log. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster unless it is there. It is made beside its place and moved, so that a crash leaves none that is half done. */
export async function ensureCluster(place: Place, binaries: Binaries, adminPassword: string, durable: boolean): Promise<void> {
  if (existsSync(place.cluster)) return;
  for (const name of readdirSync(place.folder))
    if (name.startsWith('cluster.new')) rmSync(join(place.folder, name), { recursive: true, force: true });
  const fresh = `${place.cluster}.new`;
  const passwordFile = `${fresh}-password`;
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 });
  [fresh, passwordFile].forEach(giveToServer);
  try {
    await initdb(place, binaries, fresh, [`--pwfile=${passwordFile}`, ...(durable ? [] : ['--no-sync'])]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, place.cluster);
}

async function initdb(place: Place, binaries: Binaries, cluster: string, more: readonly string[]): Promise<void> {
  const fixed = [
    '-D',
    cluster,
    '-U',
    ADMIN,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
  ];
  const { command, args, ids } = asServer(binaries.initdb, [...fixed, ...more], cluster);
  const child = spawn(command, args, { ...ids, cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new PostgresFailed(place.folder, words.trim());
}
