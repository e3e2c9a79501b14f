import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { AccessLog, Seals } from '@lianhu/access';
import { personsAt } from '@lianhu/follow';
import { exportLines, verifyExport, type EventLog } from '@lianhu/log';
import { Access, FromCaller, ProblemError, type Caller, type ReadRecorder, type TrustFile } from '@lianhu/services/platform';
import { wholeNumber } from './numbers';
import { NO_CASE } from './replays';
import { recordedExport } from './recorded-export';
import { zippedExport } from './zipped-export';

/** What auditors' routes are made from. */
export abstract class AuditParts {
  abstract readonly log: EventLog;
  abstract readonly recorder: ReadRecorder;
  abstract readonly accesses: AccessLog;
  abstract readonly seals: Pick<Seals, 'among'>;
  /** Public key and origin of this hub's log. */
  abstract readonly trust: TrustFile;
  /** File of the page that verifies an export off-line, as it was built. */
  abstract readonly verifierPage: string;
}

/** Rows of the access log in one answer, when nothing is said and at most; pages that are counted to. */
const [ACCESSES, MAX_ACCESSES, MAX_PAGE] = [200, 1_000, 1_000_000];

/** Auditors' and inspectors' work: export, verify, who read whom. */
@Controller('api/audit')
export class AuditController {
  constructor(private readonly parts: AuditParts) {}

  /** The export at once, as NDJSON or as a zip with the off-line verifier's page; every flushed page is recorded before it leaves. */
  @Post('exports')
  @Access('audit.export')
  async export(
    @FromCaller() caller: Caller,
    @Body() body: unknown,
    @Query('format') format: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (format !== undefined && format !== 'ndjson' && format !== 'zip')
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/format', rule: 'enum', message: 'ndjson | zip' }] });
    const { from, to, subject, known, purpose: _stated, ...others } = (body ?? {}) as Record<string, unknown>;
    // One that is misspelt would ask for the whole log.
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new ProblemError('invalid-input', { errors: [{ pointer: `/${unknown}`, rule: 'known', message: 'from, to, subject, known' }] });
    const { position } = await this.parts.log.head();
    const range = { from: asPosition(from, 'from', position), to: asPosition(to, 'to', position), known: asPosition(known, 'known', position) };
    if (range.from !== undefined && range.to !== undefined && range.from > range.to)
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/to', rule: 'range', message: 'to' }] });
    if (subject !== undefined && !isSubject(subject))
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/subject', rule: 'format', message: 'subject' }] });
    const of = subject !== undefined ? 'subject' : range.from === undefined && range.to === undefined ? 'all' : 'range';
    const lines = exportLines(this.parts.log, { of, ...range, subject: await this.found(subject), mayRead: () => 'whole' });
    const recorded = recordedExport(lines, caller, this.parts.recorder);
    const [type, content] = format === 'zip' ? ['application/zip', await this.zipped(recorded)] : ['application/x-ndjson; charset=utf-8', recorded];
    await reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="lianhu-export-${of}.${format === 'zip' ? 'zip' : 'ndjson'}"`)
      .send(Readable.from(content, { objectMode: false }));
  }

  /** A sealed case is looked for as one that is nowhere. */
  private async found(subject: string | undefined): Promise<string | undefined> {
    return (await this.parts.seals.among([subject])).size === 0 ? subject : NO_CASE;
  }

  private async zipped(lines: AsyncIterable<string>): Promise<AsyncGenerator<Uint8Array>> {
    return zippedExport({ lines, page: await readFile(this.parts.verifierPage), origin: this.parts.trust.origin });
  }

  /** Verifies an export that the page was given, with the trust of this hub; proves it to nobody who does not trust this hub. */
  @Post('verify')
  @Access('audit.verify')
  @HttpCode(200)
  async verify(@Req() request: FastifyRequest): Promise<object> {
    const stream = request.body;
    if (!(stream instanceof Readable)) throw new ProblemError('unsupported-media-type');
    try {
      const { verdict, detail, position, range, complete, lines } = await verifyExport(textLines(stream), this.parts.trust);
      return { verdict, detail, position, range, complete, lines, trust: this.parts.trust };
    } finally {
      await readToEnd(stream);
    }
  }

  @Get('trust')
  @Access('log.head')
  trust(): object {
    return this.parts.trust;
  }

  /** Who read which child, when and why, newest first; `more`: the next page has older ones. */
  @Get('accesses')
  @Access('audit.accesses')
  async list(@Query() query: Record<string, string>): Promise<object> {
    const number = (name: string, usual: number, most: number): number =>
      query[name] === undefined ? usual : wholeNumber(query[name], name, 1, most);
    const [limit, page] = [number('limit', ACCESSES, MAX_ACCESSES), number('page', 1, MAX_PAGE)];
    const { minorRef, by, from, to } = query;
    if ((await this.parts.seals.among([minorRef])).size > 0) return { rows: [], more: false };
    const rows = await this.parts.accesses.accesses({
      ...(minorRef && { minors: await this.filesOf(minorRef) }),
      by: by || undefined,
      from: from || undefined,
      to: to || undefined,
      skip: (page - 1) * limit,
      limit: limit + 1,
    });
    return { rows: rows.slice(0, limit), more: rows.length > limit };
  }

  /** Every file that is this child's now: who read one before it was merged has read of the child. */
  private async filesOf(minor: string): Promise<readonly string[]> {
    const { log } = this.parts;
    const persons = await personsAt(log, (await log.head()).position);
    return persons.partsOf(persons.headOf(minor));
  }
}

const isSubject = (subject: unknown): subject is string => typeof subject === 'string' && /^(child|case|org)-/.test(subject);

function asPosition(value: unknown, name: string, head: number): number | undefined {
  return value === undefined ? undefined : wholeNumber(String(value), name, 1, head);
}

/** Lines of a stream, without their ends. */
async function* textLines(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  let rest = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > MAX_LINE) throw new ProblemError('too-large');
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** A browser that is still sending hears no answer: what comes after the verdict is read as well, for a while. */
async function readToEnd(stream: Readable): Promise<void> {
  await finished(stream.resume(), { signal: AbortSignal.timeout(LEFTOVER_MS), cleanup: true }).catch(() => undefined);
}

/** How long the rest of a file may take that is judged already. Unit: milliseconds. Reason: 512 MB at 100 Mbit/s. */
const LEFTOVER_MS = 60_000;

/** Longest line of an export. Unit: characters. Reason: an event is at most 64 KiB, with its proof far less than this. */
const MAX_LINE = 1024 * 1024;
