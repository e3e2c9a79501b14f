import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

let started: ChildProcess | undefined;
// Whatever it left behind is of its group.
afterEach(() => {
  try {
    if (started?.pid !== undefined) process.kill(-started.pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
});

test('node scripts/eventstore.mjs prints the address of the server, and a signal ends both', async () => {
  const command = spawn(process.execPath, [join(__dirname, 'eventstore.mjs')], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  started = command;
  const [line] = (await once(createInterface(command.stdout), 'line')) as [string];
  const port = Number(/esdb:\/\/127\.0\.0\.1:(\d+)\?tls=false$/.exec(line)?.[1]);
  expect(await listens(port)).toBe(true);
  command.kill('SIGTERM');
  await once(command, 'exit');
  expect(await listens(port)).toBe(false);
}, 60_000);
