import { viewerOf, type Viewer } from '@lianhu/access';
import type { Manifest } from './manifest';
import { ReplayJobs, type Outcome } from './replay-jobs';

const AUDITOR = viewerOf({ name: 'auditor', role: 'auditor', area: '990101' }) as Viewer;
const LIMITS = { atOnce: 2, jobs: 16, jobsOfOne: 2, runMs: 60_000, keptMs: 60_000 };
let closed: string[] = [];
beforeEach(() => void (closed = []));

/** A job whose result says when it is closed. */
async function done(jobs: ReplayJobs, name: string) {
  const job = jobs.start(AUDITOR, {} as Manifest, async () => ({ replayed: { close: () => closed.push(name) } }) as unknown as Outcome);
  await job.finished;
  return job;
}
async function* lines(): AsyncGenerator<string> {
  yield 'first';
  yield 'second';
}

test('a result that is being read stays until it is read; another one makes room', async () => {
  const jobs = new ReplayJobs(LIMITS);
  const [oldest] = [await done(jobs, 'oldest'), await done(jobs, 'younger')];
  const reading = jobs.reading(oldest, lines());
  expect((await reading.next()).value).toBe('first');
  await done(jobs, 'third');
  expect(closed).toEqual(['younger']);
  expect((await reading.next()).value).toBe('second');
  await reading.next();
  await done(jobs, 'fourth');
  expect(closed).toEqual(['younger', 'oldest']);
  await jobs.close();
});

test('when every result of one person is being read there is no room for another; a reader that goes away gives it', async () => {
  const jobs = new ReplayJobs(LIMITS);
  const readings = [await done(jobs, 'a'), await done(jobs, 'b')].map((job) => jobs.reading(job, lines()));
  for (const reading of readings) await reading.next();
  await expect(done(jobs, 'c')).rejects.toMatchObject({ code: 'too-many-requests' });
  await readings[1]?.return(undefined);
  await done(jobs, 'c');
  expect(closed).toEqual(['b']);
});

test('a service that ends lets go of what is read when its reader is done', async () => {
  const jobs = new ReplayJobs(LIMITS);
  const reading = jobs.reading(await done(jobs, 'a'), lines());
  await reading.next();
  await jobs.close();
  expect(closed).toEqual([]);
  await reading.return(undefined);
  expect(closed).toEqual(['a']);
});
