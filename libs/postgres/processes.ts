import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What a running server writes about itself into its cluster. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** Reads `postmaster.pid`; undefined when there is none or it is still being written. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process is there; a zombie counts, because PostgreSQL counts it too. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The living processes of a server on this cluster, backends that outlived their postmaster among them. */
export function serverProcesses(cluster: string): readonly number[] {
  if (process.platform !== 'linux') {
    const pid = readPidFile(cluster)?.pid;
    return pid !== undefined &&
      exists(pid) &&
      spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout.includes('postgres')
      ? [pid]
      : [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => link(pid, 'cwd') === cluster && basename(link(pid, 'exe') ?? '').startsWith('postgres'));
}

/** A pid file whose number now belongs to a stranger would keep PostgreSQL from starting for ever. */
export function forgetStrangersPid(cluster: string): void {
  const pid = readPidFile(cluster)?.pid;
  const isStranger = pid !== undefined && exists(pid) && !isZombie(pid) && serverProcesses(cluster).length === 0;
  if (isStranger) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function link(pid: number, name: 'cwd' | 'exe'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}
