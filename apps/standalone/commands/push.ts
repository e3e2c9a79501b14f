import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { departmentOption } from '../department-option';
import { hubUrl } from '../hub-url';
import { issueToken } from './token';

/** `lianhu push`: sends a file of events, one a line, and prints one result a line. */
export const pushCommand = (): Command =>
  new Command('push')
    .description(
      "push events from an NDJSON file (one event a line) as a department's system; prints one result a line; repeating it changes nothing",
    )
    .argument('<file>', 'NDJSON file; - for standard input')
    .addOption(departmentOption().makeOptionMandatory())
    .option('--source <uri>', 'source system (default urn:lianhu:source:<department>:default)')
    .option('--faults', 'print only what was refused')
    .action(async (file: string, options: { department: string; source?: string; faults?: boolean }) => {
      const token = await issueToken({ role: 'sender', department: options.department, source: options.source, ttlSeconds: 3_600 });
      const input = file === '-' ? process.stdin : createReadStream(file);
      const response = await fetch(new URL(`/api/departments/${options.department}/events${options.faults ? '?results=faults' : ''}`, hubUrl()), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
        body: Readable.toWeb(input) as ReadableStream,
        duplex: 'half',
      } as RequestInit);
      if (!response.ok || !response.body) throw new Error(await response.text());
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        process.stdout.write(chunk);
        text = (text + Buffer.from(chunk).toString()).slice(-200_000);
      }
      if (/"problem":/.test(text)) process.exitCode = 1;
    });
