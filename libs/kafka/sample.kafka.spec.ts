import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DvCallReceived } from '@lianhu/departments/police';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { kafkaStream } from './kafka-stream';
import { recordOf } from './records';
import { kafkaSettings, type KafkaSettings } from './settings';
import type { Stream } from './stream';

const SAMPLE = join(__dirname, '..', '..', 'docs', 'samples', 'kafka-consumer.mjs');
const TOPIC = 'lianhu.990101.events';
/** Unit: milliseconds. */
const WAIT_MS = 60_000;

onBrokers('the sample in docs', (version) => {
  let broker: TestBroker;
  let stream: Stream;
  let folder: string;
  let sample: ChildProcess | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-sample-'));
    broker = await TestBroker.start(version);
    stream = await kafkaStream(kafkaSettings(broker.env) as KafkaSettings);
  }, WAIT_MS);
  afterAll(async () => {
    sample?.kill('SIGKILL');
    await stream?.close();
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const events = (log: EventLog, count: number, subject = 'child-1') =>
    write(
      log,
      Array.from({ length: count }, () => ({ cls: DvCallReceived, time: '2026-03-02T10:00:00.000+08:00', subject })),
    );
  const publish = async (log: EventLog, after: number, count: number): Promise<void> =>
    stream.publish(TOPIC, (await log.read(after, count)).lines.map(recordOf));
  /** Runs the sample until it has printed something; answers everything that it printed. */
  const run = async (until: string): Promise<string> => {
    const child = spawn(process.execPath, [SAMPLE, '990101', join(folder, 'state.json')], { env: { ...process.env, ...broker.env } });
    sample = child;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the sample printed only: ${output}`)), WAIT_MS);
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        if (!output.includes(until)) return;
        clearTimeout(late);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
    return output;
  };
  const state = () => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { position: number; counts: Record<string, number> };

  test(
    'counts each line once over duplicates and kill -9, and stops at another history',
    async () => {
      const clock = fixedClock('2026-03-02');
      const log = testLog(clock);
      await stream.prepare([{ topic: TOPIC, retentionMs: 86_400_000, replicationFactor: 1 }]);
      await events(log, 40);
      await publish(log, 0, 30);
      await publish(log, 10, 5);
      await run('30 lines');
      sample?.kill('SIGKILL');
      await once(sample as ChildProcess, 'exit');
      await publish(log, 25, 15);
      await run('40 lines');
      expect(state()).toMatchObject({ position: 40, counts: { 'police.dv-call.received': 40 } });
      const other = testLog(clock);
      await events(other, 7, 'child-2');
      const exit = once(sample as ChildProcess, 'exit');
      await publish(other, 6, 1);
      expect(await exit).toEqual([1, null]);
      expect(state().position).toBe(40);
      expect(await run('history-diverged at 7')).toContain('stop, and ask the hub');
    },
    2 * WAIT_MS,
  );

  test(
    'a topic made anew, longer than what was read: the same history is read on, another one is not',
    async () => {
      rmSync(join(folder, 'state.json'), { force: true });
      const clock = fixedClock('2026-03-02');
      const [log, other] = [testLog(clock), testLog(clock)];
      await events(log, 100);
      await events(other, 200, 'child-2');
      const topic = { topic: TOPIC, retentionMs: 86_400_000, replicationFactor: 1 };
      await stream.prepare([topic]);
      const anew = async (): Promise<void> => {
        const ended = sample && sample.exitCode === null ? once(sample, 'exit') : undefined;
        sample?.kill('SIGTERM');
        await ended;
        await broker.remove(TOPIC);
        await stream.prepare([topic]);
      };
      await anew();
      await publish(log, 0, 30);
      await publish(log, 10, 20);
      await run('30 lines');
      await anew();
      await publish(log, 0, 100);
      await run('100 lines');
      await anew();
      await publish(log, 0, 90);
      await publish(other, 90, 110);
      expect(await run('history-diverged at 91')).toContain('stop, and ask the hub');
      expect(state().position).toBe(100);
      await anew();
      await publish(other, 0, 105);
      await broker.removeBefore(TOPIC, 100);
      expect(await run('does not hold 100 any more')).toContain('compare its leaf');
      expect(state().position).toBe(100);
    },
    2 * WAIT_MS,
  );
});

test('the sample says of a line what we say', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await write(log, [{ cls: DvCallReceived, time: '2026-03-02T10:00:00.000+08:00', subject: 'child-1' }]);
  const [line] = (await log.read(0, 1)).lines;
  expect(recordOf(line!).headers).toEqual({
    position: '1',
    leaf: Buffer.from(std1.sha256(Buffer.of(0), ...['claim', 'stamp', 'bound'].map((part) => std1.sha256(line![part as 'claim'])))).toString(
      'base64',
    ),
  });
});
