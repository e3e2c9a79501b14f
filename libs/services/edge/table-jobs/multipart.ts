import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { ProblemError } from '@lianhu/services/platform';
import { MAX_TABLE_BYTES } from '../reading/limits';

/** Hands the only file of a multipart body to `use` as it comes in. Throws ProblemError when there is none, or more than one. */
export async function uploaded<T>(
  body: Readable,
  headers: Readonly<Record<string, unknown>>,
  use: (name: string, stream: Readable) => Promise<T>,
): Promise<T> {
  let used: Promise<T> | undefined;
  let second = false;
  // A body that breaks off fails its reader, which may not be listening yet, or never come: an error that nobody hears ends the process.
  const through = new PassThrough().on('error', () => undefined);
  const busboy = parserOf(headers);
  busboy.on('file', (_field, file, name) => {
    if (used) {
      second = true;
      file.resume();
      return;
    }
    file.on('error', (error) => through.destroy(error)).pipe(through);
    used = use(name ?? '', through);
    used.catch(() => file.resume());
  });
  try {
    await pipeline(body, busboy);
  } catch {
    through.destroy(new Error('the body broke off'));
    await used?.catch(() => undefined);
    throw new ProblemError('malformed-request');
  }
  if (!used || second) throw new ProblemError('malformed-request');
  return used;
}

function parserOf(headers: Readonly<Record<string, unknown>>): BusboyInstance {
  try {
    // One byte more than a table may have, so that one that is too large is told from one that fits.
    return new Busboy({
      headers: headers as BusboyHeaders,
      limits: { fileSize: MAX_TABLE_BYTES + 1, files: 2, fields: 20, parts: 30, headerPairs: 100 },
    });
  } catch {
    throw new ProblemError('malformed-request');
  }
}
