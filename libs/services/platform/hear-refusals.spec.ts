import Fastify, { type FastifyInstance } from 'fastify';
import { connect, type AddressInfo } from 'node:net';
import { BodyBudget } from './body-budget';
import { hearRefusals } from './hear-refusals';

const KiB = 1024;
/** More than what the kernel keeps on both sides of a connection. */
const MUCH = 30 * 1024 * KiB;
const budget = new BodyBudget(() => 64 * KiB + 1);

/** A service that waits so long for the end of a refused body, or as long as services do. */
function service(withinMs?: number): FastifyInstance {
  const app = Fastify({ bodyLimit: 64 * KiB, forceCloseConnections: true });
  app.addContentTypeParser('application/x-piece', (_request, payload, done) => void payload.once('data', () => (payload.pause(), done(null))));
  budget.guard(app);
  hearRefusals(app, withinMs);
  app.post('/events', async () => 'ok');
  app.post('/refused', async (_request, reply) => reply.code(422).send('wrong'));
  return app;
}
const [app, impatient] = [service(), service(500)];
beforeAll(() => Promise.all([app, impatient].map((one) => one.listen({ port: 0, host: '127.0.0.1' }))));
afterAll(() => Promise.all([app, impatient].map((one) => one.close())));
const portOf = (one: FastifyInstance): number => (one.server.address() as AddressInfo).port;

/** Sends all before it reads, as many clients do; answers the status and whether text came with it. */
async function sendAll(path: string, type: string, connection: string, chunked = false): Promise<{ status: number; told: boolean }> {
  const socket = connect(portOf(app), '127.0.0.1');
  const length = chunked ? 'transfer-encoding: chunked' : `content-length: ${MUCH}`;
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\ncontent-type: ${type}\r\n${length}\r\n\r\n`;
  const body = chunked ? `${MUCH.toString(16)}\r\n${'x'.repeat(MUCH)}\r\n0\r\n\r\n` : 'x'.repeat(MUCH);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).pause();
    socket.write(head + body, (error) => (error ? reject(error) : resolve()));
  });
  let said = '';
  for await (const chunk of socket) if (/\r\n\r\n.*[^\r\n]$/s.test((said += String(chunk)))) break;
  return { status: Number(said.slice(9, 12)), told: /\r\n\r\n.+/s.test(said) };
}

describe.each(['close', 'keep-alive'])('a connection that is to %s', (connection) => {
  test.each([
    ['announced too big', '/events', 'text/plain', 413],
    ['of no known type', '/events', 'image/png', 415],
    ['refused when a piece was read', '/refused', 'application/x-piece', 422],
  ])('a body %s is answered, not broken off', async (_what, path, type, status) => {
    expect(await sendAll(path, type, connection)).toEqual({ status, told: true });
    expect(budget.held).toBe(0);
  });

  test('a body too big without a length is answered, not broken off', async () => {
    expect(await sendAll('/events', 'text/plain', connection, true)).toEqual({ status: 413, told: true });
  });
});

test('the answer goes out before the rest has come, which holds no memory; who never ends is broken off', async () => {
  const socket = connect(portOf(impatient), '127.0.0.1');
  let said = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined).write(`POST /events HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${MUCH}\r\n\r\nxx`);
  while (!said.endsWith('}')) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(said).toMatch(/^HTTP\/1\.1 413 /);
  expect(said).toMatch(/content-length: \d+/);
  expect(budget.held).toBe(0);
  await closed;
});
