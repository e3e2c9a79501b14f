export * from './clock';
export * from './history';
export * from './log-writer';
export * from './policy';
export * from './plan';
