import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportLines, verifyFiles, type EventLog } from '@lianhu/log';
import { median } from './figures';

/** Signatures verified to learn what one costs. */
const SAMPLE = 4_000;

/** What verifying an export of a whole log came to. Rates a second, on one core. */
export interface VerifyMeasurement {
  readonly lines: number;
  /** Different batch signatures and checkpoints. */
  readonly signatures: number;
  readonly whole: number;
  /** Without the signatures, at what one costs here and now. */
  readonly tree: number;
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
    const perSignature = signatureCost();
    const ms = median(times);
    return {
      lines,
      signatures,
      whole: (lines * 1000) / ms,
      tree: (lines * 1000) / Math.max(1, ms - signatures * perSignature),
      signature: 1000 / perSignature,
      parse: await parseRate(file, lines),
    };
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

async function parseRate(file: string, lines: number): Promise<number> {
  const began = performance.now();
  for (const line of (await readFile(file, 'utf8')).split('\n')) if (line !== '') JSON.parse(line);
  return (lines * 1000) / (performance.now() - began);
}
