import type { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mappingFaults, targetsOf } from '@lianhu/connectors';
import { catalogue } from '@lianhu/catalogue';
import { Access, FromCaller, logger, ProblemError, type Caller } from '@lianhu/services/platform';
import { EdgeRegistry } from '../edge-registry';
import { TABLE_FAULTS } from '../reading/limits';
import { writeCorrected } from './corrected';
import { BadDecision, type Decision, type Job, type JobFault } from './job';
import type { TableJobs } from './table-jobs';
import { uploaded } from './multipart';

/** Faults of one page. */
const PAGE = 100;

/** What a department's people and systems call to send a table and to see what became of it. */
@Controller('api')
export class FilesController {
  constructor(private readonly edges: EdgeRegistry) {}

  @Post('departments/:department/files')
  @Access('files.add')
  @HttpCode(202)
  async add(
    @FromCaller() { viewer }: Caller,
    @Param('department') department: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Body() body: Readable | undefined,
  ): Promise<object> {
    const files = this.edges.filesOf(viewer, department);
    this.edges.refuseWhileLoading();
    if (typeof body?.pipe !== 'function') throw new ProblemError('unsupported-media-type');
    const { sheet, type, baseline } = query;
    if (type !== undefined && (!catalogue.event(type) || catalogue.departmentOf(type)?.id !== department)) throw new ProblemError('type-not-yours');
    const options = { viewer, baseline: baseline === 'true', ...(sheet && { sheet }), ...(type && { type }) };
    const job = await uploaded(body, request.headers, (name, stream) => files.add({ name, stream, ...options }));
    return { job: job.id };
  }

  @Get('departments/:department/files')
  @Access('files.list')
  list(@FromCaller() { viewer }: Caller, @Param('department') department: string): object {
    return { rows: this.edges.filesOf(viewer, department).list().map(summary) };
  }

  @Get('jobs/:id')
  @Access('jobs.read')
  async job(@FromCaller() { viewer }: Caller, @Param('id') id: string, @Query('page') page = '1'): Promise<object> {
    const files = this.edges.filesOf(viewer);
    return detail(files, found(files, id), Math.max(1, Number.parseInt(page, 10) || 1));
  }

  /** The table with a column 问题, to be corrected and sent again. */
  @Get('jobs/:id/corrected')
  @Access('jobs.read')
  async corrected(@FromCaller() { viewer }: Caller, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const files = this.edges.filesOf(viewer);
    const job = found(files, id);
    if (job.state === 'refused' || job.state === 'examining' || job.fileDropped) throw new ProblemError('refused');
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="corrected.xlsx"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    await writeCorrected(files, job, reply.raw).catch((error: unknown) => {
      logger.error({ fault: (error as Error).name }, 'a corrected copy broke off');
      reply.raw.destroy();
    });
  }

  @Post('jobs/:id/mapping')
  @Access('jobs.decide')
  @HttpCode(200)
  async decide(@FromCaller() { viewer }: Caller, @Param('id') id: string, @Body() body: unknown): Promise<object> {
    const files = this.edges.filesOf(viewer);
    found(files, id);
    try {
      return await detail(files, files.decide(id, decisionIn(body)), 1);
    } catch (error) {
      if (!(error instanceof BadDecision)) throw error;
      throw new ProblemError('invalid-input', { members: { mapping: error.faults } });
    }
  }

  /** Guesses again for another of the department's types. */
  @Post('jobs/:id/guess')
  @Access('jobs.decide')
  @HttpCode(200)
  async guess(@FromCaller() { viewer }: Caller, @Param('id') id: string, @Body() body: { readonly type?: unknown } | undefined): Promise<object> {
    const files = this.edges.filesOf(viewer);
    return detail(files, await files.guess(id, String(body?.type ?? '')), 1);
  }

  /** Reads another sheet of the workbook; answers the job that does. */
  @Post('jobs/:id/sheet')
  @Access('jobs.decide')
  @HttpCode(200)
  async sheet(@FromCaller() { viewer }: Caller, @Param('id') id: string, @Body() body: { readonly sheet?: unknown } | undefined): Promise<object> {
    return summary(await this.edges.filesOf(viewer).readSheet(id, String(body?.sheet ?? ''), viewer));
  }

  @Post('jobs/:id/cancel')
  @Access('jobs.decide')
  @HttpCode(200)
  cancel(@FromCaller() { viewer }: Caller, @Param('id') id: string): object {
    return summary(this.edges.filesOf(viewer).cancel(id));
  }
}

function found(files: TableJobs, id: string): Job {
  const job = files.get(id);
  if (!job) throw new ProblemError('not-found');
  return job;
}

const summary = ({ id, file, size, createdAt, state, fault, fileDropped, baseline, counts, row, tally, mapping }: Job): object => ({
  ...{ id, file, size, createdAt, state, baseline, counts, row, tally },
  ...(fault && { fault, message: TABLE_FAULTS[fault] }),
  ...(fileDropped && { fileDropped }),
  ...(mapping && { type: mapping.type, typeTitle: catalogue.event(mapping.type)?.title }),
});

async function detail(files: TableJobs, job: Job, page: number): Promise<object> {
  const shown: JobFault[] = [];
  let total = 0;
  for await (const fault of files.faults(job.id)) if (Math.floor(total++ / PAGE) === page - 1) shown.push(fault);
  const waiting = job.state === 'waiting' ? waitingPart(job) : {};
  return {
    ...summary(job),
    title: job.title,
    ...(job.sheets.length > 0 && { sheet: job.sheet ?? job.sheets[0] }),
    sheets: job.sheets,
    headers: job.headers,
    mapping: job.mapping,
    ...waiting,
    faults: { rows: shown, total, page, size: PAGE },
  };
}

/** What a person needs to confirm what the columns mean. */
function waitingPart({ types, guesses, samples }: Job): object {
  const [type = ''] = types;
  const columns = guesses.map((guess, i) => ({ ...guess, samples: samples[i] ?? [] }));
  const targets = catalogue.event(type) ? targetsOf(type).map(({ codes, ...target }) => ({ ...target, ...(codes && { codes: codes.titles }) })) : [];
  const undecided = guesses.map(({ header }) => ({ header, target: null }));
  const needed = mappingFaults({ name: '', type, columns: undecided, constants: {}, changed: 'event' }).filter(({ code }) => code === 'missing');
  return {
    types: types.map((id) => ({ id, title: catalogue.event(id)?.title })),
    columns,
    targets,
    needed: needed.map(({ what }) => what),
  };
}

const UNITS: readonly unknown[] = ['yuan', 'wan-yuan', 'fen', 'hours', undefined];

/** Throws ProblemError. */
function decisionIn(body: unknown): Decision {
  const { type, columns, constants = {} } = (body ?? {}) as Record<string, unknown>;
  const isColumn = (column: unknown): boolean => {
    const { target, unit } = (column ?? {}) as Record<string, unknown>;
    return (target === null || target === undefined || typeof target === 'string') && UNITS.includes(unit);
  };
  const isConstants = typeof constants === 'object' && constants !== null && Object.values(constants).every((value) => typeof value === 'string');
  if (typeof type !== 'string' || !Array.isArray(columns) || !columns.every(isColumn) || !isConstants) throw new ProblemError('malformed-request');
  return {
    type,
    columns: (columns as Decision['columns']).map(({ target, unit }) => ({ ...(target !== undefined && { target }), ...(unit && { unit }) })),
    constants: constants as Record<string, string>,
  };
}
