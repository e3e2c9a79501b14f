import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readsWholeLines } from '@lianhu/access';
import { hasTile, parseTilePath, readTile } from '@lianhu/log';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import { liveLines } from './live-lines';
import { LogPages, type LogFilter } from './log-pages';
import { wholeNumber } from './numbers';

/** Positions scanned by one page. Unit: positions. */
const PAGE = { usual: 200, most: 1_000 } as const;
/** Live streams at once, of all people together. Unit: streams. */
const MAX_STREAMS = 500;
const RETRY_AFTER_S = 30;

/** Tiles are for who is signed in, so shared caches do not keep them; a browser or client may, for a year. */
const TILE_CACHE = 'private, max-age=31536000, immutable';

/** The log for everybody who is signed in: head, pages, live, proofs. Each gets the lines that are his. */
@Controller('api/log')
export class LogController {
  private streams = 0;

  constructor(private readonly pages: LogPages) {}

  @Get('head')
  @Access('log.head')
  async head(): Promise<object> {
    const head = await this.pages.log.head();
    return { ...head, treeSize: head.position };
  }

  @Get('checkpoint')
  @Access('log.checkpoint')
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const { checkpoint } = await this.pages.log.head();
    await reply.header('content-type', 'text/plain; charset=utf-8').send(checkpoint);
  }

  /**
   * C2SP tlog-tiles: the tree's hashes, 256 to a tile, from which anyone computes every root and proof himself. What a tile
   * holds never changes. Entry bundles are not offered: they would hold whole lines, which are not everybody's to read.
   */
  @Get('tile/*')
  @Access('log.tiles')
  async tile(@Param('*') path: string, @Res() reply: FastifyReply): Promise<void> {
    const { log, suite } = this.pages;
    const tile = parseTilePath(path);
    if (!tile || !hasTile(tile, (await log.head()).position)) throw new ProblemError('not-found');
    await reply
      .header('content-type', 'application/octet-stream')
      .header('cache-control', TILE_CACHE)
      .send(Buffer.from(await readTile(suite, log, tile)));
  }

  @Get('proofs/inclusion')
  @Access('log.proofs')
  async inclusion(@Query() query: Record<string, string>): Promise<object> {
    const { position: size } = await this.pages.log.head();
    const position = wholeNumber(query['position'], 'position', 1, size);
    const treeSize = query['treeSize'] === undefined ? size : wholeNumber(query['treeSize'], 'treeSize', position, size);
    return this.pages.log.inclusion(position, treeSize);
  }

  @Get('proofs/consistency')
  @Access('log.proofs')
  async consistency(@Query() query: Record<string, string>): Promise<object> {
    const { position: size } = await this.pages.log.head();
    const to = query['to'] === undefined ? size : wholeNumber(query['to'], 'to', 0, size);
    const from = wholeNumber(query['from'], 'from', 0, to);
    return { from, to, hashes: await this.pages.log.consistency(from, to) };
  }

  @Get('events')
  @Access('log.events')
  async events(
    @FromCaller() caller: Caller,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseWithoutPurpose(caller);
    const after = wholeNumber(query['after'] ?? '0', 'after', 0, Number.MAX_SAFE_INTEGER);
    const limit = wholeNumber(query['limit'] ?? String(PAGE.usual), 'limit', 1, PAGE.most);
    const page = await this.pages.page(caller, after, limit, filterOf(query));
    if ((request.headers.accept ?? '').includes('application/x-ndjson')) {
      const text = [...page.lines, JSON.stringify({ scannedTo: page.scannedTo, head: page.head })].join('\n');
      await reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(`${text}\n`);
      return;
    }
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(`{"lines":[${page.lines.join(',')}],"scannedTo":${page.scannedTo},"head":${page.head}}`);
  }

  /** Server-sent: the same lines, then live; a heartbeat tells how far it has scanned. Ends after five minutes; `after` goes on, or what browsers send by themselves. */
  @Get('live')
  @Access('log.live')
  async live(
    @FromCaller() caller: Caller,
    @Query() query: Record<string, string>,
    @Headers('last-event-id') lastSeen: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseWithoutPurpose(caller);
    const asked = wholeNumber(query['after'] ?? '0', 'after', 0, Number.MAX_SAFE_INTEGER);
    const after = Math.max(asked, /^\d{1,15}$/.test(lastSeen ?? '') ? Number(lastSeen) : 0);
    if (this.streams >= MAX_STREAMS) throw new ProblemError('busy', { retryAfter: RETRY_AFTER_S });
    this.streams++;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    try {
      await pipeline(Readable.from(liveLines(this.pages, caller, after, filterOf(query))), raw);
    } catch {
      // The reader went away, or the reading could not be recorded: there is nobody left to tell, and the stream has ended.
      raw.destroy();
    } finally {
      this.streams--;
    }
  }
}

const filterOf = ({ type, department, subject }: Record<string, string>): LogFilter => ({ type, department, subject });

/** Auditors and inspectors see whole lines: they say why. Senders need no purpose for their own. */
function refuseWithoutPurpose({ viewer, purpose }: Caller): void {
  const oversight = viewer.role === 'auditor' || viewer.role === 'inspector';
  if (oversight && !readsWholeLines(viewer, purpose)) throw new ProblemError('purpose-required');
}
