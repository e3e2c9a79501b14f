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

test('where children live an older hub says with their identities', async () => {
  const village = '990101001001';
  expect(await answering(200, { villages: { 'child-1': village } }).villages(['child-1', 'child-2'])).toEqual(new Map([['child-1', village]]));
  const identities = {
    'child-1': { name: '测试甲', sex: '1', birthDate: '2015-06-01', village },
    'child-2': { name: '测试乙', sex: '1', birthDate: '2015-06-01' },
  };
  jest
    .spyOn(globalThis, 'fetch')
    .mockResolvedValueOnce(new Response('{}', { status: 404 }))
    .mockResolvedValueOnce(new Response(JSON.stringify({ identities })));
  expect(await new HubLink('http://127.0.0.1:1', () => 'token').villages(['child-1', 'child-2'])).toEqual(new Map([['child-1', village]]));
});
