import { accessMigrations, Accounts } from '@lianhu/access';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { loadPolicy } from '@lianhu/services/platform';
import type { Pool } from 'pg';
import { firstAccounts } from './accounts';

const { pack } = loadPolicy('infra/policy/demonstration.json');
let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await testDatabase(accessMigrations);
  pool = createPool(database.urls.monitor, { max: 2 });
});
afterEach(async () => {
  await pool.end();
  await database.stop();
});

/** Signs in with every printed account; whether each has to change its password first. */
async function mustChange(demonstration: boolean): Promise<readonly (boolean | undefined)[]> {
  const accounts = new Accounts(pool);
  const answers: (boolean | undefined)[] = [];
  for (const { name, password } of await firstAccounts(accounts, pack, demonstration))
    for (const one of name === '其他部门' ? ['court', 'womens-federation'] : [name]) {
      const signIn = await accounts.signIn(one, password);
      answers.push(signIn.kind === 'signed-in' ? signIn.session.oneTime : undefined);
    }
  return answers;
}

test('in the demonstration every account goes on as it is printed', async () => {
  expect(await mustChange(true)).toEqual(Array.from({ length: 10 }, () => false));
});

test('in earnest everybody changes the printed password first', async () => {
  expect(await mustChange(false)).toEqual(Array.from({ length: 8 }, () => true));
});
