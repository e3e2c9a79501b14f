import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadHttp, paceHttp } from './http-load';

let server: Server;
let url: string;
beforeAll(async () => {
  let asked = 0;
  // Of three requests one is accepted.
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead([201, 429, 503][asked++ % 3] as number, { 'content-length': 2 }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('what is answered 429 or 503 is no accepted event, at a steady rate and as fast as it goes', async () => {
  const target = { url, path: '/', token: 't' };
  const bodies = Array.from({ length: 30 }, () => '{}');
  for (const load of [() => paceHttp(target, bodies, 300), () => loadHttp(target, bodies, 1)]) {
    const { statuses, latencies, perSecond, acceptedPerSecond } = await load();
    expect([statuses, latencies.length]).toEqual([{ 201: 10, 429: 10, 503: 10 }, 30]);
    expect(acceptedPerSecond).toBeCloseTo(perSecond / 3);
  }
});
