import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfig, readConfig } from './config';

const names = [...readFileSync(join(import.meta.dirname, 'config.ts'), 'utf8').matchAll(/env\['([A-Z_]+)'\]|amountOf\('([A-Z_]+)'/g)].map(
  ([, read, amount]) => (read ?? amount) as string,
);

test('a variable that is set to nothing, as a shell or a compose file may leave it, is as one that is not set', () => {
  expect(names).toContain('LIANHU_DATA');
  expect(names).toContain('LIANHU_KEEP_DAYS');
  expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
});

test.each([['TLS_CERT'], ['TLS_KEY']])('%s alone does not leave a service in clear', (name) => {
  expect(() => readConfig({ [name]: '/etc/lianhu/tls.pem' })).toThrow(BadConfig);
  expect(readConfig({ TLS_CERT: 'cert', TLS_KEY: 'key' }).tls).toEqual({ cert: 'cert', key: 'key' });
});
