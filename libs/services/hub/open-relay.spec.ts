import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { DvCallReceived } from '@lianhu/departments/police';
import { kafkaSettings } from '@lianhu/kafka';
import { std1 } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { openRelay } from './open-relay';

/** Longer than a hub may take for its whole end would be too long. Unit: milliseconds. */
const CLOSED_WITHIN_MS = 10_000;

test('brokers that are reached and never answer: the figure says how far behind they are, and the hub can end', async () => {
  const reached: Socket[] = [];
  const silent = createServer((socket) => reached.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const log = testLog(fixedClock('2026-03-02'));
  await write(log, [{ cls: DvCallReceived, time: '2026-03-02T10:00:00.000+08:00', subject: 'child-1' }]);
  const brokers = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const relay = await openRelay({ log, suite: std1, area: '990101' }, kafkaSettings({ KAFKA_BROKERS: brokers }));
  await once(silent, 'connection');
  expect(await relay.figures()).toContainEqual(expect.objectContaining({ name: 'lianhu_relay_lag_events', value: 1 }));
  expect(await relay.checks()).toMatchObject([{ name: 'relay', ok: true }]);
  const begin = performance.now();
  await relay.close();
  expect(performance.now() - begin).toBeLessThan(CLOSED_WITHIN_MS);
  for (const socket of reached) socket.destroy();
  silent.close();
});
