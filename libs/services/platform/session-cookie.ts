import type { FastifyRequest } from 'fastify';
import type { Config } from './config';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'lianhu_session';

/** One cookie of a request. */
export function cookieOf(request: Pick<FastifyRequest, 'headers'>, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

/**
 * Whether the page at the other end speaks TLS: with this process, or with the proxy in front of it. Only where such a proxy is
 * declared is it believed; its own word is the last one, whatever a client wrote before it. Where it says nothing TLS is assumed, for
 * that is what was declared: then a browser never sends the cookie in clear.
 */
export function cameOverTls({ headers }: Pick<FastifyRequest, 'headers'>, { tls, proxy }: Pick<Config, 'tls' | 'proxy'>): boolean {
  if (tls || !proxy) return tls !== undefined;
  const said = [headers['x-forwarded-proto'] ?? []].flat().join(',').split(',').at(-1)?.trim().toLowerCase();
  return said !== 'http';
}

const attributes = ({ overTls }: FastifyRequest): string => `Path=/; HttpOnly; SameSite=Strict${overTls === true ? '; Secure' : ''}`;

/** What a page's browser keeps of its session, and scripts cannot read. */
export const sessionCookie = (request: FastifyRequest, id: string): string => `${SESSION_COOKIE}=${id}; ${attributes(request)}`;
/** Takes it back: with the same attributes, or a browser might keep it. */
export const endedCookie = (request: FastifyRequest): string => `${SESSION_COOKIE}=; ${attributes(request)}; Max-Age=0`;
