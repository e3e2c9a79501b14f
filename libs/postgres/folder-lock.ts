import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FolderInUse } from './errors';

/** A holder that was just killed, or is just closing, still has the lock for a moment. Unit: ms. */
const HOLDER_PATIENCE = 5_000;
/** Unit: ms. */
const LOOK_EVERY = 50;

/**
 * Takes a data folder for this process; the second taker is refused with `FolderInUse`. The lock is a socket's name, so the
 * kernel gives it back however the holder dies, and no stale file is left to judge.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `lianhu-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  const path = process.platform === 'linux' ? `\0${name}` : process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const deadline = Date.now() + HOLDER_PATIENCE;
  let server = (await listen(path)) ?? (await takeOver(path));
  while (!server) {
    if (Date.now() > deadline) throw new FolderInUse(folder);
    await pause(LOOK_EVERY);
    server = (await listen(path)) ?? (await takeOver(path));
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(path, () => resolve(server));
  });
}

/** A socket file outlives its holder, where sockets are files: nobody answers there any more. */
async function takeOver(path: string): Promise<Server | undefined> {
  if (!path.startsWith('/') || (await answers(path))) return undefined;
  rmSync(path, { force: true });
  return listen(path);
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
