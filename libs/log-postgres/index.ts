export { ClockGuard, MAX_DIFFERENCE_MS, MAX_JUMP_MS } from './clock-guard';
export { EdgeCounterTable, type EdgeCount } from './edge-counters';
export { beginEpoch } from './epoch';
export { logMigrations } from './migrations';
export { postgresLog, type PostgresLogOptions } from './postgres-log';
