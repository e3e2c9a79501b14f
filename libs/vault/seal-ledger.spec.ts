import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerBroken } from './ledger-file';
import { SealLedger } from './seal-ledger';

const folder = mkdtempSync(join(tmpdir(), 'lianhu-seals-'));
const path = join(folder, 'seals.ndjson');
afterAll(() => rmSync(folder, { recursive: true }));

const order = (position: number, token: string, sealed = true) => ({ position, token, sealed, leaf: `leaf-${position}` });

test('orders stand once each, in the order in which they came, for nobody else to read; a line that a crash cut off is made good', () => {
  const ledger = SealLedger.in(folder);
  expect(ledger.all()).toEqual([]);
  ledger.add([]);
  ledger.add([order(7, 'case-a')]);
  ledger.add([order(7, 'case-a'), order(9, 'case-a', false)]);
  expect(SealLedger.in(folder).all()).toEqual([order(7, 'case-a'), order(9, 'case-a', false)]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  truncateSync(path, statSync(path).size - 9);
  expect(ledger.all()).toEqual([order(7, 'case-a')]);
  ledger.add([order(9, 'case-a', false), order(12, 'case-b')]);
  expect(ledger.all()).toEqual([order(7, 'case-a'), order(9, 'case-a', false), order(12, 'case-b')]);
});

test('of a damaged ledger nothing is passed over: a case would be seen again', () => {
  const ledger = new SealLedger(join(folder, 'damaged'));
  ledger.add([{ ...order(1, 'case-a'), sealed: 'yes' as never }, order(2, 'case-b')]);
  expect(() => ledger.all()).toThrow(LedgerBroken);
});
