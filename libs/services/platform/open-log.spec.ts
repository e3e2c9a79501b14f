import { BadConfig, readConfig } from './config';

test.each([
  [{}, 'postgres', undefined],
  [{ LIANHU_LOG_ENGINE: '', EVENTSTORE_URL: '' }, 'postgres', undefined],
  [{ LIANHU_LOG_ENGINE: 'eventstore', EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' }, 'eventstore', 'esdb://127.0.0.1:2113?tls=false'],
  [{ LIANHU_LOG_ENGINE: 'eventstore', EVENTSTORE_URL: 'esdb+discover://cluster.example' }, 'eventstore', 'esdb+discover://cluster.example'],
])('%j chooses %s', (env, engine, url) => {
  const config = readConfig(env);
  expect([config.logEngine, config.eventstoreUrl]).toEqual([engine, url]);
});

test.each([
  { LIANHU_LOG_ENGINE: 'kurrent' },
  { LIANHU_LOG_ENGINE: 'eventstore' },
  { LIANHU_LOG_ENGINE: 'eventstore', EVENTSTORE_URL: 'http://127.0.0.1' },
])('%j cannot be right', (env) => {
  expect(() => readConfig(env)).toThrow(BadConfig);
});

test('the client of EventStoreDB is not loaded before its engine is opened', () => {
  jest.isolateModules(() => {
    jest.doMock('@eventstore/db-client', () => {
      throw new Error('loaded');
    });
    expect(() => jest.requireActual<object>('./open-log')).not.toThrow();
  });
});
