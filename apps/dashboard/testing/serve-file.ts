import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves a built file; every path that is none is the page itself. */
export async function serveFile(dist: string, path: string, response: ServerResponse): Promise<void> {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, '');
  const file = extname(wanted) === '' ? 'index.html' : wanted;
  const bytes = await readFile(join(dist, file)).catch(() => undefined);
  if (bytes === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes);
}
