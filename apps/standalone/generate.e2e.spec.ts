import { readFileSync } from 'node:fs';
import { county, type Push } from '@lianhu/county';
import type { Trust } from '@lianhu/client';
import { momentOf, type PolicyPack } from '@lianhu/kernel';
import { apiSink } from './generate/api-sink';
import { lianhu, removeFolder, startApp, type Running } from './testing/running';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const { area, areaName, towns } = pack;
const made = county({ seed: 'api', area, areaName, towns, children: 150, events: 700, from: '2026-06-01', to: momentOf(Date.now()), dirt: true });
const pushes: readonly Push[] = [...made.days].flatMap((day) => day.pushes);
let running: Running;

beforeAll(async () => {
  running = await startApp('standalone', { args: ['--empty'] });
});
afterAll(async () => {
  await running.stop();
  removeFolder(running.folder);
});

const trustOf = async (): Promise<Trust> => JSON.parse((await lianhu(running.folder, 'trust')).stdout) as Trust;

test('through the running edges every push, clean or dirty, comes to what the truth says', async () => {
  const trust = await trustOf();
  const token = (department: string): Promise<string> => running.token('sender', { department });
  const sink = apiSink({ url: running.url, trust, token });
  for (const push of pushes) await sink.push(push);
  const words = await sink.end();
  expect(words).toContain('every push came to what the truth says');
  expect(words).toMatch(/[1-9]\d* refused, \d+ quarantined, 0 without an answer/);
  expect(sink.differs()).toBe(0);
});

test('a push that comes to something else is counted and named by type and id only', async () => {
  const sink = apiSink({ url: running.url, trust: await trustOf(), token: (department) => running.token('sender', { department }) });
  const [clean] = pushes.filter(({ fault, event }) => fault === undefined && event.data['minor'] !== undefined);
  if (!clean) throw new Error('no clean push');
  const minor = { ...(clean.event.data['minor'] as object), docNo: '990101201506010015' };
  await sink.push({ ...clean, event: { ...clean.event, id: 'spoiled-1', data: { ...clean.event.data, minor } } });
  const words = await sink.end();
  expect(sink.differs()).toBe(1);
  expect(words).toContain('spoiled-1: refused, but accepted was expected');
  expect(words).not.toContain('990101201506010015');
});
