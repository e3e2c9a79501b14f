import { onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { kafkaStream } from './kafka-stream';
import { kafkaSettings, type KafkaSettings } from './settings';
import { streamContractSuite } from './stream-contract-suite';

onBrokers('kafkajs', (version) => {
  let broker: TestBroker;
  let settings: KafkaSettings;
  beforeAll(async () => {
    broker = await TestBroker.start(version);
    settings = kafkaSettings(broker.env) as KafkaSettings;
  });
  afterAll(() => broker?.stop());

  streamContractSuite('kafkajs', () => ({
    stream: () => kafkaStream(settings),
    make: (topic, partitions, retentionMs) => broker.make(topic, partitions, retentionMs),
    truncate: (topic, start) => broker.removeBefore(topic, start),
    remove: (topic) => broker.remove(topic),
  }));
});
