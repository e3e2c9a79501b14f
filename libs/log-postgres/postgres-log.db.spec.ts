import { contractSuite } from '@lianhu/log';
import { testDatabase } from '@lianhu/postgres';
import { logMigrations, postgresLog } from './index';

contractSuite('PostgreSQL', async (options) => {
  const { urls } = await testDatabase(logMigrations);
  return postgresLog({ ...options, url: urls.hub });
});
