import { fastify, type FastifyInstance } from 'fastify';
import { giveWay, noteReadings } from './give-way';

let app: FastifyInstance;
let url: string;
/** Ends the readings that are being answered. */
let answer: () => void;
let arrived: Promise<void>;

beforeEach(async () => {
  app = fastify({ forceCloseConnections: true });
  noteReadings(app);
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let come: () => void = () => undefined;
  arrived = new Promise((resolve) => (come = resolve));
  const handler = async (): Promise<string> => {
    come();
    await answered;
    return 'read';
  };
  app.get('/', handler);
  app.post('/', handler);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => app.close());

/** What comes first: the work's turn, or a mark set after so many turns of the process. */
const first = (work: Promise<void>, turns: number): Promise<string> => {
  const mark = async (): Promise<string> => {
    for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve));
    return 'still waiting';
  };
  return Promise.race([work.then(() => 'went on'), mark()]);
};

test('with nobody reading, work goes on in the next turn', async () => {
  expect(await first(giveWay(60_000), 5)).toBe('went on');
});

test('while a page is answered work waits, and goes on when the last one is', async () => {
  const reading = fetch(url);
  await arrived;
  const work = giveWay(60_000);
  expect(await first(work, 20)).toBe('still waiting');
  answer();
  expect(await (await reading).text()).toBe('read');
  await work;
});

test('who pushes is not waited for', async () => {
  const pushing = fetch(url, { method: 'POST' });
  await arrived;
  expect(await first(giveWay(60_000), 5)).toBe('went on');
  answer();
  await pushing;
});

test('a reading that does not end, and many that follow each other, hold work up for a while only', async () => {
  const reading = fetch(url);
  await arrived;
  await giveWay(20);
  await giveWay(60_000);
  answer();
  await reading;
});

test('a reader who goes away is not waited for', async () => {
  const gone = new AbortController();
  const reading = fetch(url, { signal: gone.signal }).catch(() => undefined);
  await arrived;
  const work = giveWay(60_000);
  gone.abort();
  await work;
  await reading;
  answer();
});
