import { readFileSync } from 'node:fs';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RouteId } from '@lianhu/access';
import type { DynamicModule } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LianhuError } from '@lianhu/kernel';
import { codeOf } from '@lianhu/postgres';
import { guardRequests, sendProblem, type Authenticator } from './authenticate';
import { BodyBudget } from './body-budget';
import { answerClientError, answerOddRequests, noteAnswers } from './client-errors';
import type { Config } from './config';
import { isDatabaseAway } from './database-away';
import { noteReadings } from './give-way';
import { hearRefusals } from './hear-refusals';
import { HubAway, HubBusy, HubRefuses, problemOfBusy } from './hub-port';
import { logger } from './logger';
import { refuseEncodings } from './media-type';
import { OtherMethods } from './other-methods';
import { refuseParameters } from './parameters';
import { parseJson, refuseNul } from './parse-json';
import { ProblemError } from './problems';
import { Seldom } from './seldom';
import { cameOverTls } from './session-cookie';
import { endStalled } from './stalled-bodies';

/** Largest body that is held in memory: an array of events. Unit: bytes. Source: public API, limits. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Largest submission of an edge: such an array as claims, with the values beside them. Unit: bytes. */
const MAX_SUBMISSION_BYTES = 5 * MAX_BODY_BYTES;
/** Longest URL parameter. Unit: characters. */
const MAX_PARAM_LENGTH = 200;

/** Whoever names no host is answered by us: Node would do it without a problem document. */
const OWN_ANSWERS = { requireHostHeader: false };

/** Makes the HTTP application of a service; it is initialised, but does not listen yet. */
export async function createHttpApp(
  module: Type | DynamicModule,
  config: Pick<Config, 'tls' | 'proxy'>,
  authenticator: Authenticator,
  /** Further plugins, such as static pages. */
  extend: (app: NestFastifyApplication, instance: FastifyInstance) => Promise<void> = async () => undefined,
): Promise<NestFastifyApplication> {
  const https = config.tls ? { cert: readFileSync(config.tls.cert), key: readFileSync(config.tls.key) } : undefined;
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_SUBMISSION_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
    // What is no address at all never reaches a route or a filter.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void sendProblem(reply, asProblem(error), request),
    ...(https ? { https: { ...https, ...OWN_ANSWERS } } : { http: OWN_ANSWERS }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { bodyParser: false, logger: false, abortOnError: false });
  const instance = adapter.getInstance() as unknown as FastifyInstance;
  noteAnswers(instance.server);
  answerOddRequests(instance);
  noteReadings(instance);
  const routes = new OtherMethods(instance);
  parseBodies(instance);
  instance.addHook('onRequest', async (request) => void (request.overTls = cameOverTls(request, config)));
  endStalled(instance);
  guardRequests(instance, authenticator);
  refuseEncodings(instance);
  refuseParameters(instance);
  new BodyBudget(limitOf).guard(instance);
  hearRefusals(instance);
  instance.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer').header('x-frame-options', 'DENY');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  app.useGlobalFilters(new ProblemFilter(routes));
  await extend(app, instance);
  await app.init();
  await instance.ready();
  return app;
}

/** JSON only as strict UTF-8; streams (NDJSON, files) are handed on unread. */
function parseBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  const json = (request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void): void => {
    const parsed = body.length > limitOf(request) ? new ProblemError('too-large') : parseJson(body, request.language);
    const refused = parsed instanceof ProblemError ? parsed : takesEvents(request) ? undefined : refuseNul(body, request.language);
    if (refused) done(refused);
    else done(null, (parsed as { value: unknown }).value);
  };
  instance.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer' },
    json,
  );
  // A form is what RFC 7523 trades for a token; nowhere else, so that no foreign page can post one.
  instance.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.url.split('?')[0] !== '/api/token') done(new ProblemError('unsupported-media-type'));
    else done(null, Object.fromEntries(new URLSearchParams(body.toString('utf8'))));
  });
  instance.addContentTypeParser('multipart/form-data', (request, payload, done) =>
    request.routeOptions.config.access === 'files.add' ? done(null, payload) : done(new ProblemError('unsupported-media-type')),
  );
  instance.addContentTypeParser(['application/x-ndjson', 'application/octet-stream'], (_request, payload, done) => done(null, payload));
}

/** Whether each event that comes is looked at for itself, field by field: of an array that holds a bad one the others are good. */
const takesEvents = ({ routeOptions }: FastifyRequest): boolean => EVENT_ROUTES.has(routeOptions.config.access ?? '');
const EVENT_ROUTES: ReadonlySet<string> = new Set<RouteId>(['events.push', 'events.check', 'forms.push', 'hub.batches']);

const limitOf = (request: FastifyRequest): number => (request.routeOptions.config.access === 'hub.batches' ? MAX_SUBMISSION_BYTES : MAX_BODY_BYTES);

/** What a caller waits when the hub or its log is away. Unit: seconds. */
const AWAY_RETRY_AFTER_S = 5;

/** Turns whatever a handler throws into a problem; what nobody expected is logged without its text's data and answered 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: OtherMethods) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const request = http.getRequest<FastifyRequest>();
    void sendProblem(reply, request.is404 ? this.routes.problemAt(request.url) : asProblem(error), request);
  }
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HubBusy) return problemOfBusy(error);
  if (error instanceof HubAway && !(error instanceof HubRefuses))
    return new ProblemError('hub-unavailable', { retryAfter: AWAY_RETRY_AFTER_S, detail: error.message });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | undefined)?.statusCode;
  if (status === 413) return new ProblemError('too-large');
  if (status === 415) return new ProblemError('unsupported-media-type');
  if (status === 404) return new ProblemError('not-found');
  if (typeof status === 'number' && status >= 400 && status < 500) return new ProblemError('malformed-request');
  if ((error as { code?: unknown } | undefined)?.code === 'access.access-log-unavailable') return new ProblemError('access-log-unavailable');
  if (isDatabaseAway(error)) return away(error as Error);
  logger.error({ fault: error instanceof Error ? { name: error.name, ...saidOf(error), stack: stackOnly(error) } : 'unknown' }, 'request failed');
  return new ProblemError('internal');
}

const seldom = new Seldom();
/** Said by its code: whether the server is gone, refuses the password or has no connection left is what an operator has to know. */
function away(error: Error): ProblemError {
  const code = codeOf(error);
  seldom.say(code, (before) => logger.error({ code, ...(error instanceof LianhuError && { said: error.message }), before }, 'the database is away'));
  return new ProblemError('database-unavailable', { retryAfter: AWAY_RETRY_AFTER_S });
}

/** What our own errors say: no value of a field stands in it. */
const saidOf = (error: Error): object => (error instanceof LianhuError ? { code: error.code, said: error.message } : {});
/** Where it happened, without the message: others' messages may quote data. */
const stackOnly = (error: Error): string => (error.stack ?? '').split('\n').slice(1, 8).join('\n');

/** Starts listening and answers the address. */
export async function listen(app: NestFastifyApplication, config: Pick<Config, 'host' | 'port' | 'tls'>): Promise<string> {
  await app.listen(config.port, config.host);
  const address = app.getHttpServer().address() as { port: number };
  return `${config.tls ? 'https' : 'http'}://${config.host}:${address.port}`;
}
