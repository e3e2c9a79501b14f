import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HubAway, HubBusy, HubRefuses } from '@lianhu/services/platform';
import { HubClient } from './hub-client';

let server: Server;
let client: HubClient;
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } = { status: 200 };
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new HubClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => 'token');
});
afterAll(() => server.close());
const submitted = (): Promise<unknown> => client.submit('police', { batches: [] }).catch((error: unknown) => error);

test.each([400, 413, 415, 422, 500])('%d is about what was sent: another submission may pass', async (status) => {
  answer = { status };
  expect(await submitted()).toMatchObject({ name: 'HubRefuses', status });
});

test.each([401, 403, 404, 502, 503, 504])('%d says nothing about what was sent: it waits', async (status) => {
  answer = { status };
  const error = await submitted();
  expect([error instanceof HubAway, error instanceof HubRefuses]).toEqual([true, false]);
});

test('a hub without room says how long to wait; where it does not, or in words, it is two seconds', async () => {
  for (const [headers, retryAfter] of [
    [{ 'retry-after': '7' }, 7],
    [{}, 2],
    [{ 'retry-after': 'Sat, 05 Sep 2026 10:00:00 GMT' }, 2],
  ] as const) {
    answer = { status: 429, headers };
    const error = await submitted();
    expect([error instanceof HubBusy, error]).toMatchObject([true, { retryAfter }]);
  }
});
