import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const root = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const compose = parse(read('infra/compose.yaml'), { merge: true }) as Compose;
const ours = Object.entries(compose.services).filter(([, service]) => service.image === 'lianhu:latest');
const edges = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health', 'justice', 'disabled-federation', 'womens-federation'];
/** Names that the services themselves read, and those that run.sh reads for them. */
const understood = new Set([
  ...['libs/services/platform/config.ts', 'libs/services/monitor/open-source.ts', 'libs/kafka/settings.ts'].flatMap((file) =>
    [...read(file).matchAll(/env(?:\[|, )'([A-Z_]+)'/g)].map(([, name]) => name),
  ),
  ...[...read('infra/run.sh').matchAll(/\$\{([A-Z_]+):-/g)].map(([, name]) => name),
]);

describe('compose', () => {
  test('holds the nine edges, hub, monitor, audit, PostgreSQL, Kafka and EventStoreDB', () => {
    const wanted = [...edges, 'hub', 'monitor', 'audit', 'postgres', 'kafka', 'eventstore'];
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(wanted));
    expect(ours.map(([name]) => name).sort()).toEqual([...edges, 'hub', 'monitor', 'audit'].sort());
  });

  test.each(ours)('%s starts an app that exists', (name, service) => {
    expect(service.command).toEqual([name]);
    expect(existsSync(join(root, 'apps', name, 'main.ts'))).toBe(true);
  });

  test.each(ours)('%s is given only environment that is understood', (_, service) => {
    expect(Object.keys(service.environment ?? {}).filter((name) => name !== 'NODE_ENV' && !understood.has(name))).toEqual([]);
  });

  test('every network, volume and secret that is used is declared, and none is declared in vain', () => {
    const all = Object.values(compose.services);
    const used = (pick: (service: Service) => readonly string[]): string[] => [...new Set(all.flatMap(pick))].sort();
    const volumes = used(({ volumes = [] }) => volumes.filter((one) => !one.startsWith('.')).map((one) => one.split(':')[0] ?? ''));
    const secrets = used(({ secrets = [] }) => secrets.map((one) => (typeof one === 'string' ? one : one.source)));
    expect(used((service) => service.networks)).toEqual(Object.keys(compose.networks).sort());
    expect(volumes).toEqual(Object.keys(compose.volumes).sort());
    expect(secrets).toEqual(Object.keys(compose.secrets).sort());
  });

  test.each(edges)('%s reaches the hub and no other service of ours', (name) => {
    const networks = compose.services[name]?.networks ?? [];
    const reached = Object.entries(compose.services).filter(
      ([other, service]) => other !== name && service.networks.some((one) => networks.includes(one)),
    );
    expect(reached.map(([other]) => other).sort()).toEqual(['hub', 'proxy']);
    expect(networks.every((one) => compose.networks[one]?.internal)).toBe(true);
  });

  test('only the proxy has ports outside, and it cannot reach the database', () => {
    expect(
      Object.entries(compose.services)
        .filter(([, service]) => service.ports)
        .map(([name]) => name),
    ).toEqual(['proxy']);
    expect(compose.services['proxy']?.networks).not.toContain('store');
  });

  test('every service but the proxy says whether it is healthy', () => {
    expect(
      Object.entries(compose.services)
        .filter(([, service]) => !service.healthcheck)
        .map(([name]) => name),
    ).toEqual(['proxy']);
  });

  test('secrets come as files outside the repository, never in the environment', () => {
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    expect(readdirSync(join(root, 'infra/secrets')).filter((name) => name !== '.gitignore')).toEqual([]);
    for (const service of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|TOKEN|DATABASE_URL|SECRET/.test(name)) expect(value).toMatch(/^\/run\/secrets\//);
      }
    }
  });
});

describe('systemd', () => {
  const units = readdirSync(join(root, 'infra/systemd')).filter((name) => name.endsWith('.env'));

  test.each(units)('%s names only environment that is understood', (file) => {
    const names = [...read(`infra/systemd/${file}`).matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names.filter((name) => name !== 'NODE_ENV' && !understood.has(name ?? ''))).toEqual([]);
  });

  test.each(units.filter((name) => name !== 'lianhu.env'))('%s belongs to an app', (file) => {
    expect(existsSync(join(root, 'apps', file.replace('.env', ''), 'main.ts'))).toBe(true);
  });

  test.each(units)('%s names secrets as they are written, so that files are copied and not renamed', (file) => {
    const names = [...read(`infra/systemd/${file}`).matchAll(/\/secrets_(\S+)$/gm)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !(name in compose.secrets))).toEqual([]);
  });

  test('the unit starts run.sh as an unprivileged user that may write its own folder only', () => {
    const unit = read('infra/systemd/lianhu@.service');
    for (const line of [
      'ExecStart=/opt/lianhu/infra/run.sh %i',
      'User=lianhu',
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
    ]) {
      expect(unit.split('\n')).toContain(line);
    }
  });
});

test('infra/README.md says of every file of secrets where it belongs', () => {
  const [, table = ''] = read('infra/README.md').split('what `lianhu secrets` wrote');
  const files = Object.values(compose.secrets).map(({ file }) => file.replace('./secrets/', ''));
  const wanted = files.map((file) => (edges.some((edge) => file === `${edge}-token`) ? '<department>-token' : file));
  expect([...wanted, 'hub-keys/'].filter((file) => !table.includes(`\`${file}`))).toEqual([]);
});

describe('the image', () => {
  test('runs as a user of its own and starts a service by name', () => {
    const dockerfile = read('infra/Dockerfile');
    expect(dockerfile).toMatch(/^USER lianhu$/m);
    expect(dockerfile).toMatch(/^ENTRYPOINT \["\/bin\/sh", "\/app\/infra\/run.sh"\]$/m);
    for (const [, source] of dockerfile.matchAll(/^COPY (?!--from)(\S+) /gm)) expect(existsSync(join(root, source ?? ''))).toBe(true);
  });

  test.each(['', 'nobody-has-this', '../escape', 'Hub'])('run.sh refuses the service "%s"', (service) => {
    const done = spawnSync('sh', [join(root, 'infra/run.sh'), service], { encoding: 'utf8' });
    expect(done.status).toBe(64);
    expect(done.stderr).not.toBe('');
  });
});

describe('the proxies', () => {
  test.each(['infra/proxy/Caddyfile', 'infra/proxy/nginx.conf'])('%s leads to every edge, keeps the hub inside and buffers no stream', (file) => {
    const text = read(file);
    for (const edge of edges) expect(text).toContain(`/api/departments/${edge}/`);
    expect(text).toMatch(/api\/hub\//);
    expect(text).toMatch(/flush_interval -1|proxy_buffering off/);
    for (const header of ['Strict-Transport-Security', 'Content-Security-Policy', 'X-Content-Type-Options']) expect(text).toContain(header);
  });

  test.each(['infra/proxy/Caddyfile', 'infra/proxy/nginx.conf'])(
    '%s allows the pages what the pages allow themselves: of two policies both hold',
    (file) => {
      const [, policy = '?'] = /"(default-src [^"]+)"/.exec(read('libs/services/monitor/static-pages.ts')) ?? [];
      expect(read(file)).toContain(`Content-Security-Policy "${policy}"`);
    },
  );
});
