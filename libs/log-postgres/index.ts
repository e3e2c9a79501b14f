export { ClockGuard, MAX_DIFFERENCE_MS, MAX_JUMP_MS } from './clock-guard';
export { EdgeCounterTable, type DepartmentCount, type EdgeCount } from './edge-counters';
export { logMigrations } from './migrations';
export { SourceSequences, type SequenceFigures } from './source-sequences';
export { postgresLog, type PostgresLogOptions } from './postgres-log';
