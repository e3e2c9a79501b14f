export * from './errors';
export { foldAll, rowOf } from './folded';
export * from './follower';
export * from './reactor';
export * from './reader';
export * from './rebuild';
export { DAY_TURNED, historyOf } from './scan';
export { type NewRow } from './store';
export { viewTable } from './tables';
