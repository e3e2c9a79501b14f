import { MemoryBroker, MemoryStream } from './memory-stream';
import { streamContractSuite } from './stream-contract-suite';

const broker = new MemoryBroker();
streamContractSuite('in memory', () => ({
  stream: () => Promise.resolve(new MemoryStream(broker)),
  make: (topic, partitions, retentionMs) => Promise.resolve(broker.make(topic, partitions, retentionMs)),
  truncate: (topic, start) => Promise.resolve(broker.truncate(topic, start)),
  remove: (topic) => Promise.resolve(void broker.topics.delete(topic)),
}));
