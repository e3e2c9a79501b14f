import { HubAway } from '@lianhu/services/platform';
import { HubLink } from './hub-link';

const answering = (status: number, body: object): HubLink => {
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify(body), { status }));
  return new HubLink('http://127.0.0.1:1', () => 'token');
};
afterEach(() => void jest.restoreAllMocks());

test('a hub of an older version, which does not say how far its log is, is taken as before: alerts do not wait for its upgrade', async () => {
  expect(await answering(200, { position: 12 }).head()).toBe(12);
  expect(await answering(404, {}).head()).toBe(0);
  await expect(answering(503, {}).head()).rejects.toBeInstanceOf(HubAway);
});
