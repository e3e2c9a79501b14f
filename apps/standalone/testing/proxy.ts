import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@lianhu/testing/kafka';
import { ROOT } from './running';

/** Where the programs are; `npm test` looks for them and sets the variables. */
const PROGRAMS = { nginx: process.env['NGINX'], caddy: process.env['CADDY'] } as const;
export type ProxyName = keyof typeof PROGRAMS;

/** Describes tests for both proxies; skips them, named, where the program is missing. */
export function behindProxies(what: string, tests: (name: ProxyName) => void): void {
  for (const name of Object.keys(PROGRAMS) as ProxyName[])
    (PROGRAMS[name] === undefined ? describe.skip : describe)(`${what} behind ${name}`, () => tests(name));
}

/** How long a proxy may take until it listens. Unit: milliseconds. */
const START_WITHIN_MS = 60_000;

/** One of the proxies that `infra/proxy` describes, before an app that holds all services. Only addresses are changed in its file. */
export class TestProxy {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** `upstream`: host and port of the app. */
  static async start(name: ProxyName, upstream: string): Promise<TestProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'lianhu-proxy-'));
    const [port, plain] = [await freePort(), await freePort()];
    const args = name === 'nginx' ? nginxIn(folder, upstream, port, plain) : caddyIn(folder, upstream);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, LIANHU_SITE: `https://localhost:${port}` };
    const child = spawn(PROGRAMS[name] as string, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-4_000)));
    const proxy = new TestProxy(`https://localhost:${port}`, folder, child);
    for (const until = Date.now() + START_WITHIN_MS; !(await listens(port));) {
      if (child.exitCode === null && Date.now() < until) continue;
      await proxy.stop();
      throw new Error(`${name} did not start:\n${said}`);
    }
    return proxy;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await exit;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const documented = (file: string): string => readFileSync(join(ROOT, 'infra', 'proxy', file), 'utf8');

function nginxIn(folder: string, upstream: string, port: number, plain: number): string[] {
  const [certificate, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], { stdio: 'ignore' });
  const site = documented('nginx.conf')
    .replaceAll(/127\.0\.0\.1:3\d{3}/g, upstream)
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443 ', `listen 127.0.0.1:${port} `)
    .replaceAll('/etc/lianhu/tls', folder);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${join(folder, what)};`);
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const main = join(folder, 'main.conf');
  writeFileSync(main, `${user}daemon off;\npid ${join(folder, 'pid')};\nerror_log stderr;\nevents {}\nhttp {\n${temporary.join('\n')}\n${site}\n}\n`);
  return ['-p', folder, '-c', main, '-e', 'stderr'];
}

function caddyIn(folder: string, upstream: string): string[] {
  const file = join(folder, 'Caddyfile');
  const own = 'skip_install_trust\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1';
  writeFileSync(
    file,
    documented('Caddyfile')
      .replaceAll(/(?<=\s)[a-z-]+:3000\b/g, upstream)
      .replace('admin off', `admin off\n\t${own}`),
  );
  return ['run', '--config', file, '--adapter', 'caddyfile'];
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
  socket.destroy();
  if (!open) await new Promise((resolve) => setTimeout(resolve, 50));
  return open;
}
