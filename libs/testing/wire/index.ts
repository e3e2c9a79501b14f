export * from './cutting-wire';
