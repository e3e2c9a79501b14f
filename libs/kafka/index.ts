export * from './errors';
export { kafkaStream } from './kafka-stream';
export * from './memory-stream';
export * from './records';
export * from './settings';
export * from './stream';
export * from './mirror';
export { MirrorLog } from './mirror-log';
export * from './relay';
