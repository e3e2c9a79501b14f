import { isInstalled, isPruned } from './ensure.mjs';

const lock = {
  packages: { '': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '2.0.0', optional: true } },
};

test('an installation is good when every package has its version; only optional ones may be absent', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '2.0.0' } } })).toBe(true);
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '1.9.0' } } })).toBe(false);
  expect(isInstalled(lock, { packages: {} })).toBe(false);
});

test('a host that only runs has every package but those for building; one more or one less is no such host', () => {
  const packages = {
    ...lock.packages,
    'node_modules/tsc': { version: '3.0.0', dev: true },
    'node_modules/c': { version: '1.0.0', devOptional: true },
  };
  const running = { 'node_modules/a': { version: '1.0.0' } };
  expect(isPruned({ packages }, { packages: running })).toBe(true);
  expect(isPruned({ packages }, { packages: { ...running, 'node_modules/c': { version: '1.0.0' } } })).toBe(true);
  expect(isPruned({ packages }, { packages: { ...running, 'node_modules/tsc': { version: '3.0.0' } } })).toBe(false);
  expect(isPruned({ packages }, { packages: {} })).toBe(false);
  expect(isPruned({ packages }, { packages: { 'node_modules/a': { version: '0.9.0' } } })).toBe(false);
});
