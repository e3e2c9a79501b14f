export * from './cells';
export * from './guess';
export * from './header';
export * from './mapping';
export * from './row-event';
export * from './targets';
export * from './values';
