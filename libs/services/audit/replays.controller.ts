import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Access, FromCaller, ProblemError, shownIn, type Caller } from '@lianhu/services/platform';
import { planOf } from './asked';
import { AuditParts } from './audit.controller';
import { wholeNumber } from './numbers';
import { recordedRows } from './recorded-rows';
import { ReplayJobs, type Job } from './replay-jobs';
import { REPLAYABLE, Replays } from './replays';

/** Rows of a page. */
const SIZE = { usual: 50, most: 1_000 } as const;
const MAX_PAGE = 100_000_000;
/** How long the answer waits for a quarter, so that who asks once gets its figures at once. Unit: milliseconds. */
const REPORT_WAIT_MS = 10_000;

/** Auditors count again: views, subjects and quarters to any moment, from the log's lines alone, without keys, views or the frozen copy. */
@Controller('api/audit/replays')
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly jobs: ReplayJobs,
    private readonly parts: AuditParts,
  ) {}

  /** What can be replayed, closed quarters with their versions among it, and the caller's own jobs. */
  @Get()
  @Access('audit.replays')
  async list(@FromCaller() { viewer }: Caller): Promise<object> {
    return { views: REPLAYABLE, quarters: await this.replays.quarters(), jobs: this.jobs.of(viewer).map(standing) };
  }

  /** Starts a replay: 202 with its id; a quarter that is counted soon is answered finished. */
  @Post()
  @Access('audit.replay')
  async start(@FromCaller() caller: Caller, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const plan = await planOf(body, caller, this.replays);
    const { asOf, compareWith } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const job = this.jobs.start(caller.viewer, { ...plan.wanted, asOf, compareWith }, (running) => this.replays.run(plan, running));
    if ('report' in plan.wanted && plan.positions.length === 1) await atMost(job.finished, REPORT_WAIT_MS);
    const { outcome } = job;
    void reply.status(outcome ? 200 : 202);
    if (!outcome?.report) return standing(job);
    await this.parts.recorder.record(caller, 'audit.replay', {});
    return { ...standing(job), report: outcome.report };
  }

  /** How far it is; when it is done, its manifest and a page of its rows, recorded as read first. As NDJSON by `Accept`: all rows. */
  @Get(':id')
  @Access('audit.replay-rows')
  async rows(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const job = this.jobs.find(caller.viewer, id);
    if (!job) throw new ProblemError('not-found');
    const page = wholeNumber(query['page'] ?? '1', 'page', 1, MAX_PAGE);
    const size = wholeNumber(query['size'] ?? String(SIZE.usual), 'size', 0, SIZE.most);
    const file = job.outcome?.replayed.changes ?? job.outcome?.replayed.moments[0]?.rows;
    if (!file) return standing(job);
    if ((request.headers.accept ?? '').includes('application/x-ndjson')) {
      void reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', 'attachment; filename="lianhu-replay.ndjson"');
      return Readable.from(this.jobs.reading(job, recordedRows(file.all(), caller, this.parts.recorder)));
    }
    if (size === 0) return standing(job);
    const lines = file.lines((page - 1) * size, size);
    await this.parts.recorder.record(caller, 'audit.replay-rows', { ...shownIn(lines), page });
    const rows = lines.map((line) => JSON.parse(line) as object);
    return { ...standing(job), rows, total: file.count, report: page === 1 ? job.outcome?.report : undefined };
  }
}

const standing = ({ id, state, percent, asked, error, detail, outcome }: Job): object => ({
  id,
  state,
  percent,
  asked,
  error,
  detail,
  manifest: outcome?.manifest,
  equal: outcome?.equal,
});

function atMost(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => (clearTimeout(timer), resolve()));
  });
}
