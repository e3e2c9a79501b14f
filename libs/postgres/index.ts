export * from './errors';
export { type Migration } from './migrate';
export { type Database, type OpenOptions, openDatabase } from './open';
export { createPool, inTransaction, type PoolOptions } from './pool';
export { passwordsOf } from './passwords';
export { type Role, type Urls, urlsFor } from './roles';
export { testDatabase, type TestDatabase } from './test-database';
