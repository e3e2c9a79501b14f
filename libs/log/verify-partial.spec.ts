import { testLog, testTrust } from './contract-fixture';
import type { EventLog } from './contract';
import { memoryLog } from './memory-log';
import { vectors } from './vectors/vectors';
import { cannotTell, each, exportOf, logOf, proven, some, tamperedAt, tamperedIn, verdictOf } from './verify.fixture';
import { verifyExport, type Verification } from './verify';

const v = vectors();
const said = (lines: readonly string[], trust: unknown = testTrust): Promise<Verification> => verifyExport(each(lines), trust);
/** Objects of a partial export without the line of this position and its proof. */
const without = (lines: readonly string[], position: number): string[] => {
  const at = lines.findIndex((line) => line.startsWith(`{"proof":{"position":${position},`));
  return lines.toSpliced(at - 1, 2);
};

describe('part of a log, for somebody who holds a checkpoint of before', () => {
  let [honest, fork]: EventLog[] = [];
  let [trust, at256]: object[] = [];
  const [known, size] = [303, 353]; // the three keys with the events
  beforeAll(async () => {
    [honest, fork] = await Promise.all([logOf(some(350)), logOf([...some(200), ...some(150, 'other')])]);
    const old = await logOf(some(300));
    trust = { ...testTrust, checkpoint: (await old.head()).checkpoint };
    at256 = { ...testTrust, checkpoint: (await old.checkpoints(0, 256))[0]?.note };
  });

  test.each([
    ['all of it, as a range', { of: 'range', from: 1, to: size } as const],
    ['a range', { of: 'range', from: 210, to: 240 } as const],
    ['a subject', { of: 'subject', subject: 'child-1' } as const],
  ])('%s of another history is not proven: cannot tell without a proof from there, tampered with one', async (_, request) => {
    expect(await verdictOf(await exportOf(honest!, { ...request, known }), trust)).toEqual(proven);
    expect(await verdictOf(await exportOf(honest!, { ...request, known: 256 }), at256)).toEqual(proven);
    expect(await verdictOf(await exportOf(fork!, { ...request, known }), trust)).toEqual(tamperedIn(1, size));
    expect(await verdictOf(await exportOf(fork!, { ...request, known: 256 }), at256)).toEqual(tamperedIn(1, size));
    for (const log of [honest!, fork!]) {
      expect(await verdictOf(await exportOf(log, request))).toEqual(proven);
      expect(await verdictOf(await exportOf(log, request), trust)).toEqual(cannotTell);
      expect(await verdictOf(await exportOf(log, { ...request, known: known - 1 }), trust)).toEqual(cannotTell);
    }
    expect((await said(await exportOf(fork!, request), trust)).detail).toContain('已知大小 303');
  });

  test('what is tampered with is called so, also where a proof is missing', async () => {
    const lines = await exportOf(honest!, { of: 'range', from: 5, to: 9 });
    expect(await verdictOf(without(lines, 6), trust)).toEqual(tamperedAt(6));
    expect(await verdictOf([...lines, '{}'], trust)).toEqual(tamperedAt(10));
  });

  test('a checkpoint of its own size, and one of an empty log, need no proof', async () => {
    const lines = await exportOf(honest!, { of: 'range', from: 5, to: 9 });
    const empty = (await memoryLog(testLog()).head()).checkpoint;
    expect(await verdictOf(lines, { ...testTrust, checkpoint: (await honest!.head()).checkpoint })).toEqual(proven);
    expect(await verdictOf(lines, { ...testTrust, checkpoint: empty })).toEqual(proven);
  });
});

describe('what a good export does not prove is said', () => {
  const at = (position: number): number => (position <= 3 ? position : position + 1);

  test('of lines without content or subject, with their number', async () => {
    expect(await said(v.export, v.trust)).toMatchObject({
      complete: true,
      lines: { whole: 10, author: 0, stub: 0 },
      detail: expect.not.stringMatching('未证明'),
    });
    const stripped = v.export.with(at(7), v.stub).with(at(5), v.author);
    const { detail, ...rest } = await said(stripped, v.trust);
    expect(rest).toEqual({ ...proven, complete: false, lines: { whole: 8, author: 1, stub: 1 } });
    expect(detail).toMatch(/。未证明：1 条的所属对象；1 条的内容和部门签名（只有叶哈希，其中可能有密钥撤销）$/);
  });

  test('a revocation of a key that was made a stub: the signatures after it count, and that is said', async () => {
    const revoked = {
      id: 'gone',
      department: 'hub',
      level: 'L1',
      type: 'hub.key.revoked',
      data: { department: 'police', keyId: 'police-1' },
    } as const;
    const log = await logOf([revoked, ...some(1)]);
    const lines = await exportOf(log);
    expect(await verdictOf(lines)).toEqual(tamperedAt(5));
    const [leaf] = await log.leaves(3, 4);
    const hidden = await said(lines.with(4, `{"leafHash":"${leaf}","position":4}`));
    expect(hidden).toMatchObject({ ...proven, complete: false, detail: expect.stringContaining('密钥撤销') });
  });

  test('of a range the lines before it and behind it are open; from the first line to the last nothing is', async () => {
    const log = await logOf(some(9));
    const { position } = await log.head();
    expect(await said(await exportOf(log, { of: 'range', from: 1, to: position }))).toMatchObject({
      complete: true,
      detail: expect.not.stringContaining('未证明'),
    });
    expect(await said(await exportOf(log, { of: 'range', from: 1, to: 8 }))).toMatchObject({
      complete: false,
      detail: expect.stringContaining(`。未证明：序号 9–${position} 的各条`),
    });
    const later = await said(await exportOf(log, { of: 'range', from: 7, to: 8 }));
    expect(later).toMatchObject({
      complete: false,
      detail: expect.stringMatching(/导出的 5 条.*。未证明：未列出的各条（其中可能有密钥撤销）；序号 9–12 的各条$/),
    });
  });
});

describe('a subject of which lines were taken out', () => {
  const subject = 'child-1'; // at 5, 8, 11, 14
  let log: EventLog;
  let lines: string[];
  beforeAll(async () => {
    log = await logOf(some(12));
    lines = await exportOf(log, { of: 'subject', subject });
  });

  test('a line missing before another is found at that one; that nothing follows the last is not proven', async () => {
    expect(await said(lines)).toMatchObject({ ...proven, complete: false, detail: expect.stringContaining('该对象此后再无记录') });
    expect(await verdictOf(without(lines, 5))).toEqual(tamperedAt(8));
    expect(await verdictOf(without(lines, 8))).toEqual(tamperedAt(11));
    expect(await verdictOf(without(without(lines, 8), 11))).toEqual(tamperedAt(14));
    expect(await verdictOf(without(lines, 14))).toEqual(proven);
  });

  test('from a later position it begins with any line and goes on with the next', async () => {
    const later = await exportOf(log, { of: 'subject', subject, from: 6 });
    expect(await verdictOf(later)).toEqual(proven);
    expect(await verdictOf(without(later, 8))).toEqual(proven);
    expect(await verdictOf(without(later, 11))).toEqual(tamperedAt(14));
  });

  test('a line of another subject, or of none, does not belong to it', async () => {
    const range = await exportOf(log, { of: 'range', from: 4, to: 15 });
    expect(await verdictOf(range.with(0, (range[0] as string).replace('range', 'subject')))).toEqual(tamperedAt(5));
    const none = await exportOf(await logOf([{ id: 'none', subject: undefined }]), { of: 'range' });
    expect(await verdictOf(none.with(0, (none[0] as string).replace('range', 'subject')))).toEqual(tamperedAt(4));
  });

  test.each(['author', 'stub'] as const)('a line of which there is the %s form takes its place', async (sight) => {
    const mayRead = ({ position }: { position: number }) => (position === 8 ? sight : 'whole');
    const partly = await exportOf(log, { of: 'subject', subject, mayRead });
    expect(await said(partly)).toMatchObject({ ...proven, lines: { [sight]: 1 } });
    expect(await verdictOf(without(partly, 8))).toEqual(tamperedAt(11));
  });
});

describe('what stands beside the lines has its own members and no other', () => {
  const p = v.partialExport;
  const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  test.each(['"any"', '{"2":1,"1":2}', deep(600), deep(100_000)])('another one in a proof or a consistency proof', async (value) => {
    const more = (index: number): string[] => p.with(index, (p[index] as string).replace(/\}\}$/, `,"note":${value}}}`));
    expect(await verdictOf(more(8), v.trust)).toEqual(tamperedAt(5));
    expect(await verdictOf(more(11), v.trust)).toEqual(tamperedAt(7));
  });

  test('a note that is no text', async () => {
    for (const value of ['1', 'null', '{"2":1,"1":2}', deep(600)])
      expect(await verdictOf(v.export.with(4, `{"checkpoint":${value}}`), v.trust)).toEqual(tamperedAt(4));
  });
});
