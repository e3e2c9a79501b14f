export { openDouble, type EventStoreDouble, type Fault } from './double';
export { EventMemory, MAX_APPEND_BYTES, type KeptEvent } from './memory';
