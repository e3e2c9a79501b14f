export * from './addressee';
export * from './alert-moved';
export * from './decide-notices';
export * from './missed-reports';
export * from './notice';
export * from './told-before';
