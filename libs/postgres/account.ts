import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FolderClosed } from './errors';

/** PostgreSQL refuses to run as root; `nobody` exists on every Linux under this number. */
const NOBODY = 65534;
/** Linux capabilities that let a dropped account pass closed folders, the smallest right first; bits of /proc/self/status. */
const PASSING = [
  { name: 'dac_read_search', bit: 2 },
  { name: 'dac_override', bit: 1 },
] as const;
/** Needed so that `access()`, with which PostgreSQL looks at its own programs, respects a right to pass. */
const SETPCAP = 8;

const isRoot = (): boolean => process.getuid?.() === 0;

/** A command line ready for `spawn`. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** The kernel stops the program when Node dies, however it dies. */
  readonly diesWithParent: boolean;
}

/** Gives a file or folder to the account that PostgreSQL runs under. */
export function giveToServer(path: string): void {
  if (isRoot()) chownSync(path, NOBODY, NOBODY);
}

/** The command that runs a program of PostgreSQL under its own account, with `cluster` as its data. */
export function asServer(program: string, args: readonly string[], cluster: string): CommandLine {
  if (!canSetpriv()) return { command: program, args, ids: isRoot() ? { uid: NOBODY, gid: NOBODY } : {}, diesWithParent: false };
  const drop = isRoot() ? [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...passing(program, cluster)] : [];
  return { command: 'setpriv', args: [...drop, '--pdeathsig', 'INT', program, ...args], ids: {}, diesWithParent: true };
}

let setpriv: boolean | undefined;
function canSetpriv(): boolean {
  setpriv ??= process.platform === 'linux' && spawnSync('setpriv', ['--help'], { encoding: 'utf8' }).stdout?.includes('--pdeathsig') === true;
  return setpriv;
}

/** The least right that lets the server reach its files, none where they are open anyway. */
function passing(program: string, cluster: string): readonly string[] {
  const closedProgram = closedFolder(program);
  const closed = closedProgram ?? closedFolder(cluster);
  if (closed === undefined) return [];
  const held = heldCapabilities();
  const holds = (bit: number): boolean => ((held >> BigInt(bit)) & 1n) === 1n;
  const right = PASSING.find(({ bit }) => holds(bit));
  if (!right || (closedProgram !== undefined && !holds(SETPCAP))) throw new FolderClosed(closed);
  const keepInAccess = closedProgram === undefined ? [] : ['--securebits=+no_setuid_fixup'];
  return [...keepInAccess, `--inh-caps=+${right.name}`, `--ambient-caps=+${right.name}`];
}

/** The first folder above `path` that `nobody` may not pass. */
function closedFolder(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid } = statSync(folder);
    if ((mode & (uid === NOBODY ? 0o100 : 0o001)) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function heldCapabilities(): bigint {
  const line = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return BigInt(`0x${line?.[1] ?? '0'}`);
}
