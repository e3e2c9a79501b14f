export * from './alert';
export * from './decide-alerts';
export * from './person-alerts';
