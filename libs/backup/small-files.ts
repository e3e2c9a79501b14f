import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackupRefused } from './errors';
import { writeSmall, type Sealed } from './files';
import { LEDGER } from './manifest';

/** Where small files lie. */
export interface SmallFiles {
  /** The data folder: policy packs, the ledger of erasures, and what edges in it still have to forward (ciphertext). */
  readonly dataFolder: string;
  /** Further files: their names in the backup, and where they lie. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What edges in the data folder keep until the hub has it. */
const EDGE_FOLDERS = ['outbox', 'urgent', 'refused', 'quarantine', 'desk'];

/** Looks at the folders after which a backup gives up. Reason: each after the first copies what came during the one before it, some milliseconds. */
const MOST_LOOKS = 1_000;

/**
 * Copies the small files into a backup's folder. Edges at work move what they keep from folder to folder and split it, and the new name is
 * there before the old one goes: whoever looks until no name is new has the content under one of them, or it was forwarded to the hub.
 */
export function writeSmallFiles(folder: string, where: SmallFiles): Record<string, Sealed> {
  const files: Record<string, Sealed> = {};
  const seen = new Set<string>();
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const unseen = [...smallFiles(where)].filter(([name]) => !seen.has(name));
    if (unseen.length === 0) return files;
    for (const [name, path] of unseen) {
      seen.add(name);
      const content = readIfThere(path);
      if (content) files[name] = writeSmall(folder, name, content);
    }
  }
  throw new BackupRefused(`What edges in ${where.dataFolder} keep did not come to rest; try again when less is sent to them.`);
}

/** Names in the backup and paths of small files. The ledger goes before what edges keep: a child erased in between then counts as erased later. */
function smallFiles({ dataFolder, files = {} }: SmallFiles): Map<string, string> {
  const inFolder = (below: string, wanted: RegExp): [string, string][] =>
    namesIn(join(dataFolder, below))
      .filter((name) => wanted.test(name))
      .map((name) => [`${below}/${name}`, join(dataFolder, below, name)]);
  const edges = namesIn(join(dataFolder, 'edges')).flatMap((edge) => EDGE_FOLDERS.map((folder) => `edges/${edge}/${folder}`));
  const spools = edges.flatMap((below) => inFolder(below, /\.spool$/));
  return new Map([
    [LEDGER, join(dataFolder, LEDGER)],
    ...inFolder('policies', /\.json$/),
    ...inFolder('figures', /-raw\.json$/),
    ...spools,
    ...Object.entries(files),
  ]);
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** A file that was dropped since the folder was read was forwarded, and is in the database, or has another name now. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
