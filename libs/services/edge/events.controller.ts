import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { FORM_ROLES, formsSource } from '@lianhu/access';
import { fault } from '@lianhu/catalogue';
import { Access, FromCaller, ProblemError, problemOf, type Caller, type Language } from '@lianhu/services/platform';
import { MAX_EVENT_BYTES, sourceOf, StoredRefusal, type Edge, type PushResult } from './edge';
import { EdgeRegistry } from './edge-registry';
import { linesOf, ResultSink } from './ndjson';
import { pushLine } from './push-line';

/** Most events in one array. Source: public API, limits. */
const MAX_ARRAY = 1_000;
/** Lines of a stream that are on their way at once. Reason: bounded memory, full batches. */
const LINES_IN_FLIGHT = 512;

/** What departments' systems call: push, look up a receipt, ask what is wrong. */
@Controller('api/departments/:department')
export class EventsController {
  constructor(private readonly edges: EdgeRegistry) {}

  /** One event, an array, or a stream, by content type. */
  @Post('events')
  @Access('events.push')
  async push(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, string>,
  ): Promise<void> {
    const edge = this.edges.of(department, caller.viewer);
    this.edges.refuseWhileLoading();
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
    if (contentType === 'application/x-ndjson') return streamResults(edge, caller, body as Readable, reply, query, wasPassedOn(request));
    if (contentType === 'application/octet-stream') throw new ProblemError('unsupported-media-type');
    if (contentType === 'application/cloudevents-batch+json' || Array.isArray(body)) return arrayResults(edge, caller, body, reply, query['mode']);
    if (body === undefined) throw new ProblemError('malformed-json');
    if (Number(request.headers['content-length'] ?? 0) > MAX_EVENT_BYTES) throw new ProblemError('too-large');
    const result = await edge.push(fromBinaryMode(request, body), caller.viewer, caller.language);
    await answer(reply, result);
  }

  /** Says what is wrong with an event; stores nothing. */
  @Post('check')
  @Access('events.check')
  @HttpCode(200)
  check(@FromCaller() caller: Caller, @Param('department') department: string, @Body() body: unknown): object {
    const edge = this.edges.of(department, caller.viewer);
    const events = Array.isArray(body) ? body.slice(0, MAX_ARRAY) : [body];
    const results = events.map((event: unknown) => {
      const check = edge.check(event, caller.viewer, caller.language);
      if (check.kind === 'forbidden') return { valid: false, problem: problemOf(check.code, {}, caller.language) };
      if (check.kind === 'invalid') return { valid: false, errors: check.faults };
      if (check.kind === 'quarantine') return { valid: false, quarantine: check.reason, errors: check.faults ?? [] };
      return { valid: true, event: check.event, ...(check.notes && { notes: check.notes }) };
    });
    return Array.isArray(body) ? { results } : (results[0] as object);
  }

  /** The receipt of an event with its claim; 202 while it waits at the edge. */
  @Get('receipts')
  @Access('receipts.read')
  async receipt(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Query() query: Record<string, string>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const edge = this.edges.of(department, caller.viewer);
    const source = query['source'] ?? sourceOf(caller.viewer);
    if (source !== sourceOf(caller.viewer) && !(FORM_ROLES.includes(caller.viewer.role) && source === formsSource(department)))
      throw new ProblemError('source-not-yours');
    if (!query['id']) throw new ProblemError('invalid-input', { errors: [fault('/id', 'required', caller.language)] });
    try {
      const answerOf = await edge.receipt(source, query['id']);
      if (answerOf.status === 202) await reply.code(202).send({ state: 'stored' });
      else await reply.send({ ...answerOf.found.receipt, claim: answerOf.found.claim });
    } catch (error) {
      if (!(error instanceof StoredRefusal)) throw error;
      await reply.code(error.problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(error.problem));
    }
  }
}

/** Answers what became of one event. */
export async function answer(reply: FastifyReply, result: PushResult): Promise<void> {
  if ('problem' in result) {
    await reply.code(result.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(result.problem));
    return;
  }
  if ('receipt' in result) {
    if (result.status === 200) void reply.header('idempotent-replay', 'true');
    await reply.code(result.status).send(result.notes ? { ...result.receipt, notes: result.notes } : result.receipt);
    return;
  }
  const { status, ...state } = result;
  await reply.code(status).send(state);
}

async function arrayResults(edge: Edge, caller: Caller, body: unknown, reply: FastifyReply, mode: string | undefined): Promise<void> {
  if (!Array.isArray(body)) throw new ProblemError('invalid-event', { errors: [fault('', 'events-array', caller.language)] });
  if (body.length > MAX_ARRAY) throw new ProblemError('too-large');
  refuseRepeated(body, sourceOf(caller.viewer), caller.language);
  if (mode === 'independent') {
    const results = await edge.pushIndependent(body, caller.viewer, caller.language);
    await reply.code(200).send(results);
    return;
  }
  if (mode !== undefined && mode !== 'atomic') throw new ProblemError('malformed-request');
  if (body.length === 0) return void (await reply.code(200).send({ receipts: [] }));
  const results = await edge.pushAtomic(body, caller.viewer, caller.language);
  const refused = refusedAmong(results);
  if (refused) return answer(reply, refused);
  if (results.some((result) => result.status === 202)) return void (await reply.code(202).send({ state: 'stored' }));
  const replayed = results.every((result) => result.status === 200);
  if (replayed) void reply.header('idempotent-replay', 'true');
  await reply.code(replayed ? 200 : 201).send({ receipts: results.map((result) => ('receipt' in result ? result.receipt : undefined)) });
}

/** Why an array is refused: of a group that some events spoil, the others only say so. Faults point into the array, as those do that the edge finds. */
function refusedAmong(results: readonly PushResult[]): PushResult | undefined {
  const problems = results.flatMap((result, index) => ('problem' in result ? [{ ...result, index }] : []));
  const first = problems.find(({ problem }) => problem.type !== '/problems/refused') ?? problems[0];
  if (!first) return undefined;
  const alike = problems.filter(({ problem }) => problem.type === first.problem.type);
  const errors = alike.flatMap(({ problem, index }) => (problem.errors ?? []).map((error) => ({ ...error, pointer: `/${index}${error.pointer}` })));
  return { status: first.status, problem: { ...first.problem, ...(errors.length > 0 && { errors }) } };
}

function refuseRepeated(events: readonly unknown[], defaultSource: string, language: Language): void {
  const seen = new Set<string>();
  events.forEach((event, index) => {
    const { id, source } = (event ?? {}) as { id?: unknown; source?: unknown };
    if (typeof id !== 'string') return;
    const key = `${String(source ?? defaultSource)}\t${id}`;
    if (seen.has(key)) throw new ProblemError('duplicate-in-request', { errors: [fault(`/${index}/id`, 'duplicate', language)] });
    seen.add(key);
  });
}

/** Whether a proxy stands between: most pass no more of a body on once the answer has begun (nginx), or not over HTTP/1.1 (Caddy). */
const wasPassedOn = ({ headers }: FastifyRequest): boolean => ['x-forwarded-for', 'forwarded', 'via'].some((name) => name in headers);

async function streamResults(
  edge: Edge,
  caller: Caller,
  body: Readable,
  reply: FastifyReply,
  query: Record<string, string>,
  passedOn: boolean,
): Promise<void> {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const sink = new ResultSink(reply.raw, passedOn);
  const faultsOnly = query['results'] === 'faults';
  const running = new Set<Promise<void>>();
  let wake = (): void => undefined;
  try {
    for await (const raw of linesOf(body, MAX_EVENT_BYTES)) {
      const task = pushLine(edge, caller, raw)
        .then((result) => {
          if (!faultsOnly || 'problem' in result)
            sink.write(`${JSON.stringify({ line: raw.line, ...withoutProof(result, query['proof'] === 'true') })}\n`);
        })
        .finally(() => {
          running.delete(task);
          wake();
        });
      running.add(task);
      while (running.size >= LINES_IN_FLIGHT) await new Promise<void>((resolve) => (wake = resolve));
    }
  } catch {
    // The sender broke off: what it sent whole is still answered for and stored.
  }
  await Promise.all(running);
  await sink.end();
}

function withoutProof(result: PushResult, keep: boolean): object {
  if (keep || !('receipt' in result)) return result;
  const { checkpoint: _checkpoint, proof: _proof, ...receipt } = result.receipt;
  return { status: result.status, receipt, ...(result.notes && { notes: result.notes }) };
}

/** CloudEvents binary mode: attributes in `ce-*` headers, the body is `data`. */
function fromBinaryMode(request: FastifyRequest, body: unknown): unknown {
  const attributes = Object.entries(request.headers).filter(([name]) => name.startsWith('ce-'));
  if (attributes.length === 0) return body;
  return { ...Object.fromEntries(attributes.map(([name, value]) => [name.slice(3), percentDecoded(String(value))])), data: body };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ProblemError('malformed-request');
  }
}
