import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportLines, verifyFiles, type EventLog } from '@lianhu/log';
import { beside, figure, median, number } from './figures';

/** Signatures verified to learn what one costs. */
const SAMPLE = 4_000;

/** Lines a second of an export's verification without its signatures, and signatures a second, on one core. */
export async function measureVerify(log: EventLog, trust: object, rounds: number): Promise<void> {
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
    const whole = median(times);
    figure({ what: 'verify an export: tree, lines without signatures', unit: '/s', measured: (lines * 1000) / Math.max(1, whole - signatures * perSignature), floor: 50_000 });
    figure({ what: 'verify an export: signatures', unit: '/s', measured: 1000 / perSignature, floor: 8_000 });
    console.log(`    whole export of ${number(lines)} lines with ${number(signatures)} different signatures: ${number(whole)} ms, ${number((lines * 1000) / whole)} lines/s`);
    beside('limit: JSON.parse of the same lines', await parseRate(file, lines), (lines * 1000) / whole);
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
  const { readFile } = await import('node:fs/promises');
  const began = performance.now();
  for (const line of (await readFile(file, 'utf8')).split('\n')) if (line !== '') JSON.parse(line);
  return (lines * 1000) / (performance.now() - began);
}
