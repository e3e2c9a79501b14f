import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceIn, judge, type Evidence } from './checker';

/** A sound run of 300 events, made here with nothing of the log's own code either. */
const ORIGIN = 'lianhu/990101';
const SOURCE = 'urn:lianhu:source:police:default';
const COUNT = 300;
const pair = generateKeyPairSync('ed25519');
const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const sha = (...parts: (Buffer | string)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

interface Made {
  readonly text: string;
  readonly leaf: Buffer;
  readonly claimHash: string;
}
function lineAt(position: number, id = `e-${position}`): Made {
  const claim = `{"id":"${id}","source":"${SOURCE}","type":"police.alarm.received"}`;
  const stamp = `{"position":${position},"recordedAt":"2026-11-28T09:00:${String(10 + Math.floor(position / 10))}.000+08:00"}`;
  const bound = '{}';
  return {
    text: `{"bound":${bound},"claim":${claim},"stamp":${stamp}}`,
    leaf: sha(Buffer.of(0), sha(claim), sha(stamp), sha(bound)),
    claimHash: sha(claim).toString('base64'),
  };
}
/** The root by carrying pairs, another way than the checker's. */
function rootOf(leaves: readonly Buffer[]): string {
  const peaks: { size: number; hash: Buffer }[] = [];
  for (const leaf of leaves) {
    peaks.push({ size: 1, hash: leaf });
    while (peaks.length > 1 && peaks.at(-1)?.size === peaks.at(-2)?.size) {
      const [left, right] = peaks.splice(-2) as [{ size: number; hash: Buffer }, { size: number; hash: Buffer }];
      peaks.push({ size: left.size * 2, hash: sha(Buffer.of(1), left.hash, right.hash) });
    }
  }
  return peaks
    .map(({ hash }) => hash)
    .reduceRight((right, left) => sha(Buffer.of(1), left, right))
    .toString('base64');
}
function noteOver(leaves: readonly Buffer[]): string {
  const text = `${ORIGIN}\n${leaves.length}\n${rootOf(leaves)}\n`;
  const signature = Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), pair.privateKey)]);
  return JSON.stringify({ checkpoint: `${text}\n— ${ORIGIN} ${signature.toString('base64')}\n` });
}
function exportOf(lines: readonly Made[]): string[] {
  const head = JSON.stringify({ export: 1, origin: ORIGIN, from: 1, to: lines.length, of: 'all' });
  const leaves = lines.map(({ leaf }) => leaf);
  return [
    head,
    ...lines.slice(0, 256).map(({ text }) => text),
    noteOver(leaves.slice(0, 256)),
    ...lines.slice(256).map(({ text }) => text),
    noteOver(leaves),
  ];
}
const LINES = Array.from({ length: COUNT }, (_, i) => lineAt(i + 1));
const ackOf = (n: number, status = 201): string => {
  const { leaf, claimHash } = LINES[n - 1] as Made;
  const receipt = status === 202 ? {} : { position: n, leafHash: leaf.toString('base64'), claimHash };
  return JSON.stringify({ source: SOURCE, id: `e-${n}`, status, ...receipt });
};
const SOUND: Evidence = {
  sent: Array.from({ length: COUNT + 5 }, (_, i) => JSON.stringify({ source: SOURCE, id: `e-${i + 1}` })),
  acks: [...Array.from({ length: COUNT }, (_, i) => ackOf(i + 1, i % 3 === 0 ? 202 : 201)), ackOf(5, 200)],
  exported: exportOf(LINES),
  trust: { origin: ORIGIN, publicKey },
  live: ['{"table":"a","n":1}', '{"table":"b","n":2}'],
  rebuilt: ['{"table":"b","n":2}', '{"table":"a","n":1}'],
};
const TOPIC = LINES.map(({ text }) => text);
const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
const replaced = <T>(list: readonly T[], at: number, by: T): T[] => list.map((one, i) => (i === at ? by : one));

test('a sound run has no finding, and an event that nobody answered for may be missing', () => {
  expect(judge(SOUND)).toMatchObject({ findings: [], counts: { sent: 305, acknowledged: 300, lines: 300 } });
  expect(judge({ ...SOUND, topic: TOPIC })).toMatchObject({ findings: [], counts: { 'records of the topic': 300 } });
});

const bitFlipped = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};
test.each<[string, Partial<Evidence>, RegExp]>([
  [
    'an acknowledged event that is not in the log',
    { acks: [...SOUND.acks, JSON.stringify({ source: SOURCE, id: 'e-301', status: 202 })] },
    /^lost: .*e-301/,
  ],
  ['a log that was signed again without a line', { exported: exportOf(without(LINES, 99)) }, /^gap: .*position 101/],
  [
    'a log that was signed again and numbered anew without a line',
    { exported: exportOf(LINES.slice(0, 99).concat(LINES.slice(100).map((_, i) => lineAt(100 + i, `e-${101 + i}`)))) },
    /^lost: .*e-100 /,
  ],
  ['a line taken out of the export', { exported: without(SOUND.exported, 100) }, /^checkpoint: .*says 256 lines/],
  ['an event that stands twice', { exported: exportOf([...LINES, lineAt(301, 'e-7')]) }, /^duplicate: .*e-7 stands at 7 and 301/],
  [
    'a changed line',
    { exported: replaced(SOUND.exported, 9, bitFlipped(SOUND.exported[9] as string, 'alarm', 'alarN')) },
    /^checkpoint: .*another root/,
  ],
  [
    'a line that is not canonical',
    { exported: replaced(SOUND.exported, 9, bitFlipped(SOUND.exported[9] as string, ',"claim"', ', "claim"')) },
    /^line: 9/,
  ],
  ['two lines that changed places', { exported: exportOf(replaced(replaced(LINES, 3, LINES[4] as Made), 4, LINES[3] as Made)) }, /^gap: line 4/],
  ['a receipt of another place', { acks: replaced(SOUND.acks, 4, bitFlipped(ackOf(5), '"position":5', '"position":6')) }, /^receipt: .*e-5 /],
  [
    'a receipt of another leaf',
    { acks: replaced(SOUND.acks, 4, bitFlipped(ackOf(5), (LINES[4] as Made).leaf.toString('base64'), (LINES[5] as Made).leaf.toString('base64'))) },
    /^receipt: .*e-5 /,
  ],
  [
    'a receipt of another claim',
    { acks: replaced(SOUND.acks, 4, bitFlipped(ackOf(5), (LINES[4] as Made).claimHash, (LINES[5] as Made).claimHash)) },
    /^receipt: .*e-5 /,
  ],
  ['an event that nobody sent', { sent: without(SOUND.sent, 41) }, /^invented: .*e-42/],
  ['a checkpoint of another key', { trust: { origin: ORIGIN, publicKey: Buffer.alloc(32, 3).toString('base64') } }, /^checkpoint: .*not signed/],
  ['a log of another origin', { trust: { origin: 'lianhu/990102', publicKey } }, /^checkpoint: .*another log/],
  ['an export that breaks off', { exported: SOUND.exported.slice(0, -1) }, /^checkpoint: covers 256 of 300/],
  ['an empty export', { exported: SOUND.exported.slice(0, 1) }, /^checkpoint: covers 0 of 0/],
  ['a row that a rebuild does not give', { rebuilt: ['{"table":"a","n":1}', '{"table":"b","n":3}'] }, /^views: a row is another one/],
  ['a row that a rebuild adds', { rebuilt: [...SOUND.rebuilt, '{"table":"c"}'] }, /^views: 2 rows, 3 after/],
  ['a line that is not in the topic', { topic: without(TOPIC, 41) }, /^topic: 299 records, 300 lines/],
  [
    'a line that stands twice in the topic',
    { topic: [...TOPIC.slice(0, 42), ...TOPIC.slice(41)] },
    /^topic: record 42 is not the line of position 43/,
  ],
  ['another line in the topic', { topic: replaced(TOPIC, 9, bitFlipped(TOPIC[9] as string, 'alarm', 'alarN')) }, /^topic: record 9 /],
  ['an empty topic', { topic: [] }, /^topic: 0 records/],
  ['no rows of views', { live: [], rebuilt: [] }, /^views: there are no rows/],
])('finds %s', (_, planted, finding) => {
  expect(judge({ ...SOUND, ...planted }).findings).toContainEqual(expect.stringMatching(finding));
});

test('finds a time that goes back', () => {
  const early = lineAt(300);
  const text = early.text.replace(':40.000', ':09.000');
  const stamp = /"stamp":(.*)\}$/.exec(text)?.[1] as string;
  const claim = /"claim":(.*),"stamp"/.exec(text)?.[1] as string;
  const leaf = sha(Buffer.of(0), sha(claim), sha(stamp), sha('{}'));
  const exported = exportOf([...LINES.slice(0, -1), { ...early, text, leaf }]);
  expect(judge({ ...SOUND, exported }).findings).toContainEqual(expect.stringMatching(/^time: position 300/));
});

test('the judge imports nothing of the project', () => {
  const text = readFileSync(join(__dirname, 'checker.ts'), 'utf8');
  const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  expect(() => evidenceIn('/nowhere')).toThrow();
});
