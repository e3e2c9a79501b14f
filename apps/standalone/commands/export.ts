import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { hubUrl } from '../hub-url';
import { issueToken } from './token';

interface ExportOptions {
  readonly zip?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly known?: string;
}

/** `lianhu export`: writes an export of the log to a file; it is recorded as read by the auditor. */
export const exportCommand = (): Command =>
  new Command('export')
    .description('write an export of the running log to a file, as an auditor; recorded in the access log')
    .argument('<file>', 'e.g. export.ndjson, or export.zip with --zip')
    .option('--zip', 'with the page that verifies it off-line (核验.html) and a README; never with the trust file')
    .option('--from <position>')
    .option('--to <position>')
    .option('--subject <id>', 'child-…, case-… or org-…')
    .option('--known <size>', 'size of the checkpoint that the reader holds: with --from, --to or --subject nothing is proven to him without it')
    .action(async (file: string, { zip, from, to, subject, known }: ExportOptions) => {
      const token = await issueToken({ role: 'auditor', ttlSeconds: 3_600 });
      const position = (text?: string): number | undefined => (text === undefined ? undefined : Number(text));
      const response = await fetch(new URL(`/api/audit/exports${zip ? '?format=zip' : ''}`, hubUrl()), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', purpose: 'audit', 'accept-language': 'en' },
        body: JSON.stringify({ from: position(from), to: position(to), subject, known: position(known) }),
      });
      if (!response.ok || !response.body) throw new Error(await response.text());
      await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file, { mode: 0o600 }));
      console.log(`wrote ${file}; hand the trust file (lianhu trust) over another way`);
    });
