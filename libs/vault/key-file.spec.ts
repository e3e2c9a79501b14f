import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { std1 } from '@lianhu/log';
import { hubSeeds, keyFile, openKeys } from './index';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lianhu-keys-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = (): Uint8Array => {
  throw new Error('made twice');
};

test('a key is made once, 0600, and found again', () => {
  const key = keyFile(folder, 'a.key', () => std1.random(32));
  expect(statSync(join(folder, 'a.key')).mode & 0o777).toBe(0o600);
  expect(keyFile(folder, 'a.key', never)).toEqual(key);
  expect(readdirSync(folder)).toEqual(['a.key']);
});

test('who loses the race gets the first one and leaves no draft behind', () => {
  const first = keyFile(folder, 'a.key', () => {
    writeFileSync(join(folder, 'a.key'), Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    return std1.random(32);
  });
  expect(Buffer.from(first)).toEqual(Buffer.alloc(32, 7));
  expect(readdirSync(folder)).toEqual(['a.key']);
});

test.each([0o640, 0o604, 0o620, 0o601])('a key file with mode %o is refused, 0600 and 0400 are not', (mode) => {
  const path = join(folder, 'a.key');
  keyFile(folder, 'a.key', () => std1.random(32));
  chmodSync(path, mode);
  expect(() => keyFile(folder, 'a.key', never)).toThrow(expect.objectContaining({ code: 'vault.key-file-open', path }));
  for (const closed of [0o600, 0o400]) {
    chmodSync(path, closed);
    expect(keyFile(folder, 'a.key', never)).toHaveLength(32);
  }
});

test('a link, an empty and a broken key file are refused and never replaced', () => {
  writeFileSync(join(folder, 'real'), '', { mode: 0o600 });
  symlinkSync(join(folder, 'real'), join(folder, 'link.key'));
  expect(() => keyFile(folder, 'link.key', never)).toThrow(expect.objectContaining({ code: 'vault.key-file-open' }));
  for (const text of ['', 'no base64!']) {
    writeFileSync(join(folder, 'b.key'), text, { mode: 0o600 });
    expect(() => keyFile(folder, 'b.key', never)).toThrow(expect.objectContaining({ code: 'vault.key-file-broken' }));
    expect(readFileSync(join(folder, 'b.key'), 'utf8')).toBe(text);
  }
});

test('the same folder gives the same keys, another folder others; a wrapped key is bound to its owner', () => {
  const keys = openKeys(folder, std1);
  const again = openKeys(folder, std1);
  const elsewhere = openKeys(join(folder, 'other'), std1);
  expect(again.lookup(['a'])).toEqual(keys.lookup(['a']));
  expect(again.alertId('R01', 'child-a', 7)).toBe(keys.alertId('R01', 'child-a', 7));
  expect(elsewhere.lookup(['a'])).not.toEqual(keys.lookup(['a']));
  expect(keys.lookup(['a', 'b'])).not.toEqual(keys.lookup(['a","b']));
  expect(keys.token(['a'])).not.toEqual(keys.lookup(['a']));
  const raw = std1.random(32);
  const stored = keys.epochs.wrap('child-a', raw);
  expect(again.epochs.unwrap('child-a', stored).export()).toEqual(Buffer.from(raw));
  expect(() => again.epochs.unwrap('child-b', stored)).toThrow(expect.objectContaining({ code: 'vault.cipher-broken' }));
  expect(() => elsewhere.epochs.unwrap('child-a', stored)).toThrow(expect.objectContaining({ code: 'vault.cipher-broken' }));
  expect(() => again.epochs.unwrap('child-a', { ...stored, kekId: 2 })).toThrow(expect.objectContaining({ code: 'vault.epoch-key-missing' }));
});

test('the hub has two seeds in files of their own', () => {
  const seeds = hubSeeds(folder, std1);
  expect(hubSeeds(folder, std1)).toEqual(seeds);
  expect(seeds.batch).not.toEqual(seeds.checkpoint);
  expect(readdirSync(folder).sort()).toEqual(['checkpoint.key', 'hub-batch.key']);
});
