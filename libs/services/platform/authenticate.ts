import { mayCall, opensToOneTime, purposeAllowed, purposeNeeded, type RouteId, type Viewer } from '@lianhu/access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller';
import { languageOf, problemOf, ProblemError } from './problems';
import { cookieOf, SESSION_COOKIE } from './session-cookie';

/** A page's session as its cookie resolves. */
export interface PageSession {
  readonly viewer: Viewer;
  readonly csrf: string;
  readonly purpose?: string;
  /** It came from a password that has to be changed first. */
  readonly oneTime: boolean;
}

/** How callers prove who they are. */
export interface Authenticator {
  /** The viewer of a bearer token; undefined when it is not valid. */
  bearer(token: string): Promise<Viewer | undefined>;
  readonly sessions?: Sessions;
}

/** The sessions of pages. */
export interface Sessions {
  /** The session of a cookie; undefined when there is none. */
  session(id: string): Promise<PageSession | undefined>;
  /** Whether it goes on; to ask does not keep it alive. */
  stands(id: string): Promise<boolean>;
}

/**
 * Decides every request before its body is read: 401 without valid credentials, 403 by role, one-time password, purpose or CSRF token. The
 * route that was matched decides, never the address as it was written: `/%61pi/…` is matched as `/api/…`.
 */
export function guardRequests(instance: FastifyInstance, authenticator: Authenticator): void {
  instance.addHook('onRoute', ({ url, method, config }) => {
    if (isGuarded(url) && config?.access === undefined) throw new RouteWithoutDecision(String(method), url);
  });
  instance.addHook('onRequest', async (request, reply) => {
    request.language = languageOf(request.headers['accept-language']);
    const { url, config } = request.routeOptions;
    const { access } = config;
    if (access === 'anonymous' || url === undefined || (access === undefined && !isGuarded(url))) return;
    try {
      request.caller = await callerOf(request, authenticator, access);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      await sendProblem(reply, error, request);
    }
  });
}

/** Everything but static pages, the API's drawn pages and health stands under this. */
const isGuarded = (route: string): boolean => /^\/api(\/|$)/.test(route);

/** A route under /api that says neither who may call it nor that everybody may: the service does not start. */
export class RouteWithoutDecision extends Error {
  constructor(method: string, url: string) {
    super(`${method} ${url} has no access decision: give it @Access() or @Anonymous()`);
    this.name = 'RouteWithoutDecision';
  }
}

async function callerOf(request: FastifyRequest, authenticator: Authenticator, route: RouteId | undefined): Promise<Caller> {
  const language = request.language ?? 'zh';
  const { viewer, session, stands } = await identify(request, authenticator);
  if (route === undefined || !mayCall(viewer.role, route)) throw new ProblemError('not-allowed');
  if (session?.oneTime === true && !opensToOneTime(route)) throw new ProblemError('password-change-required');
  const purpose = purposeOf(request) ?? session?.purpose;
  if (purposeNeeded(route, viewer.role)) {
    if (purpose === undefined) throw new ProblemError('purpose-required');
    if (!purposeAllowed(viewer.role, purpose)) throw new ProblemError('purpose-not-allowed');
  }
  return { viewer, purpose, language, session: session?.id, stands };
}

type Identified = Pick<Caller, 'viewer' | 'stands'> & { readonly session?: PageSession & { readonly id: string } };

async function identify(request: FastifyRequest, authenticator: Authenticator): Promise<Identified> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const viewer = await authenticator.bearer(bearer);
    if (!viewer) throw new ProblemError('not-signed-in');
    return { viewer, stands: async () => (await authenticator.bearer(bearer)) !== undefined };
  }
  const id = cookieOf(request, SESSION_COOKIE);
  const { sessions } = authenticator;
  const session = id === undefined ? undefined : await sessions?.session(id);
  if (id === undefined || !session) throw new ProblemError('not-signed-in');
  if (request.method !== 'GET' && request.method !== 'HEAD' && request.headers['x-csrf-token'] !== session.csrf) {
    throw new ProblemError('csrf-token-missing');
  }
  return { viewer: session.viewer, session: { ...session, id }, stands: async () => (await sessions?.stands(id)) === true };
}

function purposeOf(request: FastifyRequest): string | undefined {
  const header = request.headers['purpose'];
  if (typeof header === 'string') return header;
  const query = (request.query as Record<string, unknown> | undefined)?.['purpose'];
  return typeof query === 'string' ? query : undefined;
}

/** Answers a problem in the caller's language. */
export async function sendProblem(reply: FastifyReply, error: ProblemError, request: FastifyRequest): Promise<void> {
  const problem = problemOf(error.code, error.extra, request.language ?? languageOf(request.headers['accept-language']));
  if (error.extra.retryAfter !== undefined) void reply.header('retry-after', String(error.extra.retryAfter));
  if (error.extra.allow !== undefined) void reply.header('allow', error.extra.allow.join(', '));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  await reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
