import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './authenticate';
import { ProblemError } from './problems';

/** Bodies that are read or worked on at once, of one department, and of all. Unit: bytes as announced; in memory it is about three times that. */
export interface BodyLimits {
  readonly department: number;
  readonly all: number;
}
export const BODY_LIMITS: BodyLimits = { department: 96 * 1024 * 1024, all: 256 * 1024 * 1024 };
/** A body of one event at most always gets in: it is decided on when it is read. Unit: bytes. */
const SMALL = 64 * 1024;
/** A body without announced length, mostly a single event, counts as this part of the most that may come. */
const UNANNOUNCED = 8;
/** What a caller waits before it comes back. Unit: seconds. */
const RETRY_AFTER_S = 2;

/** Refuses bodies for which there is no memory before they are read: 429 for the department's share, 503 for the whole. */
export class BodyBudget {
  private readonly departments = new Map<string, number>();
  private readonly ends = new WeakMap<FastifyRequest, () => void>();
  private all = 0;

  constructor(
    /** The most that a route reads. */
    private readonly mostOf: (request: FastifyRequest) => number,
    private readonly limits: BodyLimits = BODY_LIMITS,
  ) {}

  /** Bytes held. */
  get held(): number {
    return this.all;
  }

  /** Watches the requests of an instance; to be called after the guard, which says whose they are. */
  guard(instance: FastifyInstance): void {
    instance.addHook('onRequest', async (request, reply) => {
      if (reply.sent || request.method !== 'POST') return;
      const bytes = this.sizeOf(request);
      const department = request.caller?.viewer.department ?? '';
      const full = bytes <= SMALL ? undefined : this.refusal(department, bytes);
      if (full) await sendProblem(reply, new ProblemError(full, { retryAfter: RETRY_AFTER_S }), request);
      else this.hold(department, bytes, request, reply);
    });
    // What is refused is worked on no more, however long its sender goes on.
    instance.addHook('onSend', async (request, reply) => {
      if (reply.statusCode >= 400) this.ends.get(request)?.();
    });
  }

  /** Streams are read as they are worked on and hold next to nothing. */
  private sizeOf(request: FastifyRequest): number {
    if (/^(application\/(x-ndjson|octet-stream)|multipart\/form-data)/.test(request.headers['content-type'] ?? '')) return 0;
    const announced = request.headers['content-length'];
    if (announced !== undefined) return Math.min(Number(announced), this.mostOf(request));
    return request.headers['transfer-encoding'] === undefined ? 0 : this.mostOf(request) / UNANNOUNCED;
  }

  private refusal(department: string, bytes: number): 'too-many-requests' | 'busy' | undefined {
    const own = this.departments.get(department) ?? 0;
    if (own > 0 && own + bytes > this.limits.department) return 'too-many-requests';
    return this.all > 0 && this.all + bytes > this.limits.all ? 'busy' : undefined;
  }

  private hold(department: string, bytes: number, request: FastifyRequest, reply: FastifyReply): void {
    if (bytes === 0) return;
    const add = (more: number): void => {
      this.all += more;
      const own = (this.departments.get(department) ?? 0) + more;
      if (own === 0) this.departments.delete(department);
      else this.departments.set(department, own);
    };
    add(bytes);
    const end = (): void => {
      if (this.ends.delete(request)) add(-bytes);
    };
    this.ends.set(request, end);
    reply.raw.once('close', end);
  }
}
