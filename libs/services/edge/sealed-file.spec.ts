import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './edge.fixture';
import { SealBroken, SealedFile, sealFile } from './sealed-file';

const place = scratch();
afterAll(() => place.remove());
const KEY = Buffer.alloc(32, 5);
const PIECE = 64 * 1024;
const path = join(place.folder, 'file');
async function* inParts(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
}
async function read(start?: number, end?: number, key = KEY): Promise<Buffer> {
  const file = await SealedFile.open(path, key);
  try {
    const parts: Buffer[] = [];
    for await (const part of file.stream(start, end) as AsyncIterable<Buffer>) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}

test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])('%i bytes come back, whole and in any part', async (size) => {
  const bytes = randomBytes(size);
  expect(await sealFile(path, KEY, inParts(bytes), size)).toBe(size);
  expect((await read()).equals(bytes)).toBe(true);
  for (const [start, end] of [
    [0, 1],
    [size - 1, size],
    [PIECE - 2, PIECE + 2],
  ] as const) {
    if (start >= 0 && end <= size) expect((await read(start, end)).equals(bytes.subarray(start, end))).toBe(true);
  }
  if (size > 0) expect(await sealFile(path, KEY, inParts(bytes), size - 1)).toBeUndefined();
});

test('a changed byte, a cut end, exchanged pieces and another key are noticed', async () => {
  await sealFile(path, KEY, inParts(randomBytes(3 * PIECE)), 3 * PIECE);
  const sealed = readFileSync(path);
  const piece = PIECE + 28;
  const changed = Buffer.from(sealed);
  changed[100] = (changed[100] as number) ^ 1;
  const exchanged = Buffer.concat([sealed.subarray(piece, 2 * piece), sealed.subarray(0, piece), sealed.subarray(2 * piece)]);
  for (const bytes of [changed, sealed.subarray(0, 2 * piece), sealed.subarray(0, -1), exchanged]) {
    writeFileSync(path, bytes);
    await expect(read()).rejects.toThrow(SealBroken);
  }
  writeFileSync(path, sealed);
  await expect(read(0, 10, Buffer.alloc(32, 6))).rejects.toThrow(SealBroken);
});
