import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './files';
import { LEDGER, type Manifest } from './manifest';

const KEPT = /^(policies|figures)\/[\w.-]+$/;
const SPOOL = /^edges\/[\w./-]+$/;

/** The ledger of erasures as it was when the backup was written; undefined in one of before 0079, or where nobody had been erased. */
export const ledgerOf = (folder: string, { files }: Manifest): string | undefined => (LEDGER in files ? join(folder, LEDGER) : undefined);

/**
 * Brings back the small files: policy packs, the bytes of closed quarters and, with `spools`, what edges in the data folder still had to forward. Files that are
 * there stay. Answers what edges had and does not lie there; broken off, it can be done again.
 */
export async function restoreFiles(folder: string, { files }: Manifest, dataFolder: string, spools: boolean): Promise<readonly string[]> {
  const lacking = Object.keys(files).filter((name) => !name.includes('..') && !existsSync(join(dataFolder, name)));
  const edges = lacking.filter((name) => SPOOL.test(name));
  for (const name of [...lacking.filter((one) => KEPT.test(one)), ...(spools ? edges : [])])
    await copyWhole(join(folder, name), join(dataFolder, name));
  return spools ? [] : edges;
}

/** Under its name only when it is whole and on disk. */
async function copyWhole(from: string, to: string): Promise<void> {
  const draft = `${to}.part`;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, draft);
  const file = await open(draft, 'r');
  await file.sync();
  await file.close();
  await rename(draft, to);
  syncFolder(dirname(to));
}
