export { CAUSES_TOLD, causeOf, NO_CAUSES, type Cause, type Causes } from './causes';
export type { Change, ReplayedRow } from './compare';
export * from './export-log';
export * from './replay';
export { RowFile } from './row-file';
export * from './targets';
export { NoRoomAside } from './temp-file';
