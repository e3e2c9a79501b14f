export { eventstoreLog, streamOf, type EventstoreLogOptions } from './eventstore-log';
export { eventstoreMigrations } from './migrations';
