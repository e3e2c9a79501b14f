import { viewerOf, type Viewer } from '@lianhu/access';
import type { Caller } from '@lianhu/services/platform';
import type { Monitor } from './monitor';
import { ReadTowns, ReadTownsHandler } from './queries';

const caller: Caller = { viewer: viewerOf({ name: 'x', role: 'auditor', area: '990101' }) as Viewer, purpose: 'audit', language: 'zh' };

test('what an answer says of its rows is never ahead of them: the view moves on while they are read', async () => {
  let folded = 7;
  const follow = async <T>(value: T): Promise<T> => {
    folded++;
    return value;
  };
  const monitor = {
    model: { position: async () => ({ position: folded }) },
    board: { towns: () => follow([{ upTo: folded }]) },
    freshness: () => follow([]),
  } as unknown as Monitor;
  const answer = await new ReadTownsHandler(monitor).execute(new ReadTowns(caller, {}));
  expect(answer).toMatchObject({ rows: [{ upTo: 7 }], asOf: { position: 7 } });
});
