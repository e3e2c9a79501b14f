export * from './alert';
export * from './decide-alerts';
