export * from './errors';
export { refuseUnfit } from './fit';
export { hashOfMigration, type Migration } from './migrate';
export { type Database, databaseOf, type OpenOptions, openDatabase, type Reached, reachDatabase, runningOn, setAside } from './open';
export { createPool, inTransaction, type PoolOptions, withClient } from './pool';
export { passwordsOf } from './passwords';
export { type Role, type Urls, urlsFor } from './roles';
export { atOneMoment, type Fill, landedMigrations, pagesOf, refill, rowsOf, type Table, tablesOf } from './tables';
export { testDatabase, type TestDatabase } from './test-database';
