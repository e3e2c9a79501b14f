import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems';

/** Tells who asks a known address with a method that it does not take which ones it takes. To be made before any route is. */
export class OtherMethods {
  private readonly methods = new Map<string, Set<string>>();

  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return; // stands for any address
      const methods = this.methods.get(url) ?? new Set();
      for (const one of [method].flat()) methods.add(one);
      this.methods.set(url, methods);
    });
  }

  /** Why a request found no route. */
  problemAt(url: string): ProblemError {
    const parts = (url.split('?')[0] ?? '').split('/');
    const allow = new Set([...this.methods].flatMap(([pattern, methods]) => (fits(pattern.split('/'), parts) ? [...methods] : [])));
    return allow.size === 0 ? new ProblemError('not-found') : new ProblemError('method-not-allowed', { allow: [...allow].sort() });
  }
}

/** `:name` in a pattern stands for any one part. */
const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((one, i) => one === parts[i] || (one.startsWith(':') && parts[i] !== ''));
