export * from './create-edge';
export * from './edge';
export * from './edge-registry';
export * from './edge.module';
export * from './hub-client';
export * from './run-edge';
