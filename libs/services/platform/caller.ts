import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { RouteId, Viewer } from '@lianhu/access';
import type { Language } from './problems';

/** Who calls, for what purpose, in which language; set before the body is read. */
export interface Caller {
  readonly viewer: Viewer;
  readonly purpose?: string;
  readonly language: Language;
  /** A page's session, when the caller came with a cookie. */
  readonly session?: string;
  /** Whether the session goes on, or the token still holds: for answers that take long. Absent for who is not outside. */
  readonly stands?: () => Promise<boolean>;
}

/** Whether a caller is still who he was. Where that cannot be told nobody is. */
export const stillStands = ({ stands }: Pick<Caller, 'stands'>): Promise<boolean> => stands?.().catch(() => false) ?? Promise.resolve(true);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which row of the route × role table decides; without one nobody may call. */
    access?: RouteId | 'anonymous';
  }
  interface FastifyRequest {
    caller?: Caller;
    language?: Language;
    /** The page at the other end speaks TLS. */
    overTls?: boolean;
  }
}

/** Names the row of the route × role table that decides who may call this route. A route without it answers nobody. */
export const Access = (route: RouteId): MethodDecorator => RouteConfig({ access: route });
/** A route that needs no sign-in: health, sign-in, static pages. */
export const Anonymous = (): MethodDecorator => RouteConfig({ access: 'anonymous' });

/** The caller of the running request. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!caller) throw new Error('a route with @FromCaller() needs @Access()');
  return caller;
});
