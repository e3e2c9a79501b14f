import { contractSuite } from '@lianhu/log';
import { logMigrations } from '@lianhu/log-postgres';
import { testDatabase } from '@lianhu/postgres';
import { openDouble, type EventStoreDouble } from '@lianhu/testing/eventstore';
import { eventstoreLog, eventstoreMigrations } from './index';

let double: EventStoreDouble;
let streams = 0;
beforeAll(async () => {
  double = await openDouble();
});
afterAll(() => double.close());

const open = (url: string) => async (options: Parameters<Parameters<typeof contractSuite>[1]>[0]) => {
  const { urls } = await testDatabase([...logMigrations, ...eventstoreMigrations]);
  return eventstoreLog({ ...options, url: urls.hub, eventstoreUrl: url, stream: `lianhu-test-${process.pid}-${Date.now()}-${streams++}` });
};

contractSuite('EventStoreDB (double)', (options) => open(double.url)(options));

const real = process.env['LIANHU_TEST_EVENTSTORE'];
if (real) contractSuite('EventStoreDB (real server)', open(real));
