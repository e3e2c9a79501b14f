import { monitorHealth } from './monitor-health';

test('while the database is away a monitor is not ready, and says why', async () => {
  const list = async (): Promise<never> => Promise.reject(Object.assign(new Error('x'), { code: '53300' }));
  const status = () => ({ follower: { views: [], state: 'following' }, reactors: [] });
  const health = monitorHealth({ monitor: { status }, followers: { list } } as unknown as Parameters<typeof monitorHealth>[0]);
  expect(await health.checks()).toEqual([{ name: 'views', ok: false, detail: 'the database cannot be read' }]);
});
