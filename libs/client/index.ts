export * from './client';
export * from './errors';
export { DEFAULT_RETRY, MAX_ANSWER, type Retry } from './http';
export * from './proof';
export * from './receipts';
export { keyToken, type KeyClient, type TokenSource } from './token';
export type { EventData, MinorIdentity } from './generated/events';
