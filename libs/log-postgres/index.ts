export { ClockGuard, MAX_DIFFERENCE_MS, MAX_JUMP_MS } from './clock-guard';
export { EdgeCounterTable, type EdgeCount } from './edge-counters';
export { logMigrations } from './migrations';
export { postgresLog, type PostgresLogOptions } from './postgres-log';
export { split, STORED_LEVELS, Tiles, type TileSource } from './tiles';
