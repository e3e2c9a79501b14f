export * from './calendar';
export * from './notices';
export * from './working-days';
