import { connect, type Socket } from 'node:net';

/** One request to be sent again and again: everything but the body is fixed. */
export interface LoadTarget {
  readonly url: string;
  readonly path: string;
  readonly token: string;
}

/** What a load came to. Latencies in ms; statuses with how often each was answered. */
export interface LoadResult {
  /** Answers, whatever they said; and events that stand in the log, 201. */
  readonly perSecond: number;
  readonly acceptedPerSecond: number;
  readonly latencies: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Sends bodies over keep-alive connections, one request at a time on each. Written on sockets, because the load runs on
 * the same cores as what it measures: an HTTP client would cost as much as the server.
 */
export async function loadHttp(target: LoadTarget, bodies: readonly string[], inFlight: number): Promise<LoadResult> {
  const { hostname, port } = new URL(target.url);
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(inFlight, bodies.length) }, async () => {
      const line = new Line(await open(hostname, Number(port)));
      while (next < bodies.length) {
        const body = bodies[next++] as string;
        const sent = performance.now();
        const status = await line.ask(requestOf(target, body));
        latencies.push(performance.now() - sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      line.close();
    }),
  );
  return resultOf(performance.now() - started, latencies, statuses);
}

/** Sends bodies at a steady rate, whatever the answers take, and calls back with each latency. Resolves when all are answered. */
export async function paceHttp(target: LoadTarget, bodies: readonly string[], perSecond: number): Promise<LoadResult> {
  const { hostname, port } = new URL(target.url);
  const idle: Line[] = [];
  const all: Line[] = [];
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  const send = async (body: string): Promise<void> => {
    const sent = performance.now();
    let line = idle.pop();
    if (!line) all.push((line = new Line(await open(hostname, Number(port)))));
    const status = await line.ask(requestOf(target, body));
    idle.push(line);
    latencies.push(performance.now() - sent);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let next = 0; next < bodies.length; await new Promise((resolve) => setTimeout(resolve, PACE_MS))) {
    const due = Math.min(bodies.length, Math.floor(((performance.now() - started) * perSecond) / 1000) + 1);
    while (next < due) running.push(send(bodies[next++] as string));
  }
  await Promise.all(running);
  for (const line of all) line.close();
  return resultOf(performance.now() - started, latencies, statuses);
}
/** How often the steady load looks at the clock. Unit: ms. */
const PACE_MS = 5;

const resultOf = (ms: number, latencies: readonly number[], statuses: LoadResult['statuses']): LoadResult => ({
  perSecond: (latencies.length * 1000) / ms,
  acceptedPerSecond: ((statuses['201'] ?? 0) * 1000) / ms,
  latencies,
  statuses,
});

const requestOf = ({ url, path, token }: LoadTarget, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const open = (host: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

/** One keep-alive connection; answers have a content-length. */
class Line {
  private answer = '';
  private waiting: { resolve(status: string): void; reject(error: Error): void } | undefined;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    const broke = (): void => this.waiting?.reject(new Error('the server closed the connection'));
    socket.on('error', broke).on('close', broke);
  }

  ask(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(text: string): void {
    this.answer += text;
    const end = this.answer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.answer.slice(0, end))?.[1] ?? 0);
    if (this.answer.length < end + 4 + length) return;
    const status = this.answer.slice(9, 12);
    this.answer = this.answer.slice(end + 4 + length);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(status);
  }
}
