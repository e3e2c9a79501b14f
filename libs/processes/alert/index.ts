export * from './alert';
export * from './decide-alerts';
export * from './logged-alerts';
export * from './person-alerts';
export * from './shown-around';
