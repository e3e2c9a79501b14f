import type { AccessLog, AccessQuery } from '@lianhu/access';
import { RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { testLog, write } from '@lianhu/testing';
import { AuditController, type AuditParts } from './audit.controller';

const ROWS = Array.from({ length: 5 }, (_, n) => ({ by: `reader-${n}` }));
const [MERGED, SPLIT] = ['2026-11-01T08:00:00.000+08:00', '2026-11-02T08:00:00.000+08:00'];
let log: ReturnType<typeof testLog>;
let asked: AccessQuery | undefined;
let controller: AuditController;
beforeEach(() => {
  log = testLog();
  const accesses = {
    accesses: async (query: AccessQuery) => ROWS.slice(query.skip, (query.skip ?? 0) + (asked = query).limit!),
  } as unknown as AccessLog;
  controller = new AuditController({ log, accesses, seals: { among: async () => new Set<string>() } } as unknown as AuditParts);
});

test('who read a child is asked of every file that is the child’s now, and no more after a split', async () => {
  const files = async (minorRef: string): Promise<readonly string[]> => {
    await controller.list({ minorRef });
    return [...(asked?.minors ?? [])].sort();
  };
  expect(await files('child-1')).toEqual(['child-1']);
  await write(log, [{ cls: RecordMerged, time: MERGED, subject: 'child-1', other: 'child-2' }]);
  expect([await files('child-1'), await files('child-2'), await files('child-3')]).toEqual([
    ['child-1', 'child-2'],
    ['child-1', 'child-2'],
    ['child-3'],
  ]);
  await write(log, [{ cls: RecordSplit, time: SPLIT, subject: 'child-1', other: 'child-2' }]);
  expect([await files('child-1'), await files('child-2')]).toEqual([['child-1'], ['child-2']]);
  await controller.list({});
  expect(asked?.minors).toBeUndefined();
});

test('a page says whether older ones follow', async () => {
  expect(await controller.list({ limit: '2' })).toEqual({ rows: ROWS.slice(0, 2), more: true });
  expect(await controller.list({ limit: '2', page: '3' })).toEqual({ rows: ROWS.slice(4), more: false });
  expect(await controller.list({ limit: '5' })).toEqual({ rows: ROWS, more: false });
  await expect(controller.list({ page: '0' })).rejects.toThrow();
});
