import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provinceHubs } from './settings';

test('hubs are areas, with an address where there is one; the token is read when it is needed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-tokens-'));
  const [first, second] = provinceHubs({ LIANHU_HUBS: ' 990101, 990102=https://hub.example:8443/x ', LIANHU_HUB_TOKENS: folder });
  expect(first).toMatchObject({ area: '990101', origin: 'lianhu/990101' });
  expect(first?.url).toBeUndefined();
  expect(second).toMatchObject({ area: '990102', url: 'https://hub.example:8443/x' });
  expect(() => second?.token()).toThrow('ENOENT');
  for (const token of ['a', 'b']) {
    writeFileSync(join(folder, '990102'), `words of a command\n${token}\n`);
    expect(second?.token()).toBe(token);
  }
  rmSync(folder, { recursive: true });
});

test.each([
  ['', /needs LIANHU_HUBS/],
  [',', /needs LIANHU_HUBS/],
  ['99', /99 is no area/],
  ["990101'; --", /is no area/],
  ['990101=ftp://x', /is no area/],
  ['990101=http://x', /LIANHU_HUB_TOKENS/],
  ['990101,990101', /twice/],
])('%j is refused', (hubs, message) => expect(() => provinceHubs({ LIANHU_HUBS: hubs })).toThrow(message));
