import { eventsTopic, kafkaSettings, kafkaStream, Mirror, recordOf, Relay, type KafkaSettings } from '@lianhu/kafka';
import { std1, type EventLog } from '@lianhu/log';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { createPool, type Database } from '@lianhu/postgres';
import { TestBroker, VERSIONS } from '@lianhu/testing/kafka';
import { benchLog, readyEntries } from './append';
import { benchDatabase } from './bench-database';
import { benchOptions, beside, figure, median, number } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- kafka [--quick]

A real broker from Maven's jars (node scripts/kafka-jars.mjs prepares them): the relay from the log into a new topic, and a
monitor's copy of that topic with lines, tree and offset in one transaction a page. Limits in the same run: producing the same
records without reading a log, and reading the log and recomputing every leaf.`;

/** Topics are per area; each round has its own. */
const FIRST_AREA = 990_100;
const PER_SEND = 500;
const STEP_MS = 5;

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  const version = VERSIONS.at(-1);
  if (version === undefined) return console.log('kafka · no broker: java or mvn is missing, or KAFKA_JARS is not set (node scripts/kafka-jars.mjs)');
  console.log(`kafka · ${machineLine()}, Kafka ${version}`);
  const events = quick ? 5_000 : 40_000;
  const broker = await TestBroker.start(version);
  const database = await benchDatabase(logMigrations);
  const log = postgresLog({ url: database.urls.hub, ...benchLog });
  try {
    const entries = readyEntries(events, 'kafka');
    for (let from = 0; from < entries.length; from += 512) await log.append(entries.slice(from, from + 512).map((entry) => ({ entries: [entry] })));
    await measure(log, database, kafkaSettings(broker.env) as KafkaSettings, quick ? 1 : 3);
  } finally {
    await log.close();
    await database.stop();
    await broker.stop();
  }
}

async function measure(log: EventLog, database: Database, settings: KafkaSettings, rounds: number): Promise<void> {
  const [relays, copies, raws]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const area = `${FIRST_AREA + round}`;
    relays.push(await relayRate(log, settings, area));
    copies.push(await copyRate(log, database, settings, area));
    raws.push(await rawRate(log, settings, `${FIRST_AREA + 50 + round}`));
  }
  figure({ what: 'relay from the log into Kafka', unit: '/s', measured: median(relays) });
  console.log(`    rounds ${relays.map(number).join(', ')}`);
  beside('limit: producing the same records, no log read', median(raws), median(relays));
  figure({ what: "a monitor's copy from Kafka: lines, tree and offset", unit: '/s', measured: median(copies) });
  console.log(`    rounds ${copies.map(number).join(', ')}`);
}

async function relayRate(log: EventLog, settings: KafkaSettings, area: string): Promise<number> {
  const stream = await kafkaStream(settings);
  const { retentionMs, replicationFactor } = settings;
  const relay = new Relay({ log, stream, suite: std1, area, departments: [], retentionMs, replicationFactor });
  const { position } = await log.head();
  const began = performance.now();
  relay.start();
  await until(() => relay.status().position >= position);
  const rate = (position * 1000) / (performance.now() - began);
  await relay.stop();
  await stream.close();
  return rate;
}

async function copyRate(log: EventLog, database: Database, settings: KafkaSettings, area: string): Promise<number> {
  const pool = createPool(database.urls.monitor, { max: 4 });
  const stream = await kafkaStream(settings);
  const mirror = new Mirror({ pool, stream, suite: std1, origin: log.origin, area });
  const { position } = await log.head();
  const began = performance.now();
  await mirror.start();
  await until(() => mirror.status().position >= position);
  const rate = (position * 1000) / (performance.now() - began);
  await mirror.stop();
  const { rows } = await pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
  if (rows.length > 0) await pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
  await stream.close();
  await pool.end();
  return rate;
}

/** Producing the same records without reading them from a log meanwhile. */
async function rawRate(log: EventLog, settings: KafkaSettings, area: string): Promise<number> {
  const { position } = await log.head();
  const { lines } = await log.read(0, position);
  const records = lines.map(recordOf);
  const stream = await kafkaStream(settings);
  const name = eventsTopic(area);
  const { retentionMs, replicationFactor } = settings;
  await stream.prepare([{ topic: name, retentionMs, replicationFactor }]);
  const began = performance.now();
  for (let from = 0; from < records.length; from += PER_SEND) await stream.publish(name, records.slice(from, from + PER_SEND));
  const rate = (records.length * 1000) / (performance.now() - began);
  await stream.close();
  return rate;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, STEP_MS));
}

await main();
