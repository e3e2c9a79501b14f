import { createPool } from '@lianhu/postgres';
import { Fixture } from './fixture';
import { OwnFiles } from './own-files';

let fixture: Fixture;
beforeAll(async () => void (fixture = await Fixture.open()));
afterAll(() => fixture.close());

async function as<T>(url: string, work: (files: OwnFiles, pool: ReturnType<typeof createPool>) => Promise<T>): Promise<T> {
  const pool = createPool(url, { max: 1 });
  return work(new OwnFiles(pool), pool).finally(() => pool.end());
}

test('audit learns whose a reference is from nobody but its party, after a merge both files, and can list none', async () => {
  const { vault, database } = fixture;
  const [one, other] = await fixture.resolve({ minor: fixture.invent() }, { minor: fixture.invent() });
  await vault.setHeads(new Map([[one!.child!, other!.child!]]));
  await as(database.urls.audit, async (files, pool) => {
    expect(await files.of('police', one!.minorRef!)).toEqual(new Set([one!.child, other!.child]));
    expect(await files.of('police', other!.minorRef!)).toEqual(new Set([other!.child]));
    for (const [party, ref] of [
      ['health', one!.minorRef!],
      ['police', 'minor-none'],
      ['police', '%'],
    ] as const)
      expect(await files.of(party, ref)).toEqual(new Set());
    await expect(pool.query('select * from vault.reference')).rejects.toMatchObject({ code: '42501' });
  });
  await expect(as(database.urls.monitor, (files) => files.of('police', one!.minorRef!))).rejects.toMatchObject({ code: '42501' });
});
