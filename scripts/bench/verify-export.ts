import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonical, lineText, type Json } from '@lianhu/kernel';
import { base64, exportLines, Frontier, leafHash, std1, verifyFiles, type EventLog } from '@lianhu/log';
import { median } from './figures';

/** Signatures verified to learn what one costs. */
const SAMPLE = 4_000;

/** What verifying an export of a whole log came to. Rates a second, on one core. */
export interface VerifyMeasurement {
  readonly lines: number;
  /** Different batch signatures and checkpoints. */
  readonly signatures: number;
  readonly whole: number;
  /** Parsing, canonical form, leaf and root at every checkpoint, without batch paths and signatures. */
  readonly tree: number;
  /** Ed25519 checks. */
  readonly signature: number;
  /** Reading the same file and JSON.parse only. */
  readonly parse: number;
}

/** Exports a log and verifies the file off-line, so many times. */
export async function measureVerify(log: EventLog, trust: object, rounds: number): Promise<VerifyMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-bench-export-'));
  try {
    const [file, trustFile] = [join(folder, 'export.ndjson'), join(folder, 'trust.json')];
    writeFileSync(trustFile, JSON.stringify(trust));
    const { lines, signatures } = await writeExport(log, file);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const { verdict, detail } = await verifyFiles(file, trustFile);
      times.push(performance.now() - began);
      if (verdict !== 'proven') throw new Error(detail);
    }
    const texts = (await readFile(file, 'utf8')).split('\n').filter((text) => /"claim":|"checkpoint":/.test(text));
    const tree = median(Array.from({ length: rounds }, () => treeRate(texts)));
    return { lines, signatures, whole: (lines * 1000) / median(times), tree, signature: 1000 / signatureCost(), parse: parseRate(texts) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeExport(log: EventLog, file: string): Promise<{ lines: number; signatures: number }> {
  const out = createWriteStream(file);
  const different = new Set<string>();
  let lines = 0;
  for await (const text of exportLines(log, { of: 'all', mayRead: () => 'whole' })) {
    const batch = /"signature":"([^"]+)","size":/.exec(text)?.[1];
    different.add(batch ?? text);
    if (batch !== undefined) lines++;
    if (!out.write(`${text}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  // The header is in the set too, and is not signed.
  return { lines, signatures: different.size - 1 };
}

/** What one Ed25519 verification takes here and now. Unit: ms. */
function signatureCost(): number {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  const texts = Array.from({ length: SAMPLE }, (_, i) => Buffer.from(`lianhu-batch/1\nbench\n${i}\n${'x'.repeat(80)}`));
  const signatures = texts.map((text) => sign(null, text, privateKey));
  const began = performance.now();
  texts.forEach((text, i) => {
    if (!verify(null, text, publicKey, signatures[i] as Buffer)) throw new Error('a good signature was refused');
  });
  return (performance.now() - began) / SAMPLE;
}

/** Lines a second of what the tree alone needs: parse, canonical form of the three parts, leaf, and the root at every checkpoint. */
function treeRate(texts: readonly string[]): number {
  const frontier = new Frontier(std1);
  const began = performance.now();
  for (const text of texts) {
    const value = JSON.parse(text) as { checkpoint?: string; bound: Json; claim: Json; stamp: Json };
    if (value.checkpoint !== undefined) {
      if (!value.checkpoint.includes(base64(frontier.root()))) throw new Error(`another root at ${frontier.size}`);
      continue;
    }
    const parts = { bound: canonical(value.bound), claim: canonical(value.claim), stamp: canonical(value.stamp) };
    if (lineText(parts) !== text) throw new Error(`line ${frontier.size + 1} is not canonical`);
    frontier.push(leafHash(std1, parts));
  }
  return (frontier.size * 1000) / (performance.now() - began);
}

function parseRate(texts: readonly string[]): number {
  const began = performance.now();
  for (const text of texts) JSON.parse(text);
  return (texts.length * 1000) / (performance.now() - began);
}
