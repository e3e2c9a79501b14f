/**
 * A sample reader of one hub's lines with plain kafkajs: `KAFKA_BROKERS=host:9092 node docs/samples/kafka-consumer.mjs 990101 state.json`.
 *
 * Each line counts exactly once, whatever is delivered twice: what was counted, the last position with its leaf, and the next offset are
 * written in ONE step (here a file that is renamed; with a database: one transaction). A real reader of lines has contracted for it:
 * they are the children's facts, without names.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import kafkajs from 'kafkajs';

const [area = '990101', file = 'state.json'] = process.argv.slice(2);
const topic = `lianhu.${area}.events`;

/** @type {{ position: number, offset: string, leaves: Record<string, string>, counts: Record<string, number> }} */
let state = { position: 0, offset: '0', leaves: {}, counts: {} };
try {
  state = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  // Nothing was read before.
}

/** Leaf of a line: SHA-256 over 0x00 and the hashes of its three parts, which stand in the line as they were hashed. */
const sha256 = (/** @type {(string | Buffer)[]} */ ...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
/** @param {string} text */
function leafOf(text) {
  const { bound, claim, stamp } = JSON.parse(text);
  const parts = [claim, stamp, bound].map((part) => JSON.stringify(part));
  if (text !== `{"bound":${parts[2]},"claim":${parts[0]},"stamp":${parts[1]}}`) throw new Error('not a line');
  return sha256(Buffer.of(0), ...parts.map((part) => sha256(part))).toString('base64');
}

/** The line that was counted last was seen again, and was the same: what follows it in the topic goes on with its history. */
let joined = false;
/** @param {import('kafkajs').KafkaMessage} message */
function take({ offset, value, headers }) {
  const text = String(value);
  const leaf = leafOf(text);
  const { claim, stamp } = JSON.parse(text);
  if (String(headers?.['leaf']) !== leaf || String(headers?.['position']) !== String(stamp.position)) throw new Error(`offset ${offset} is no line`);
  if (stamp.position <= state.position) {
    // Seen before: only the very same line may be dropped. Anything else means that the hub's history has changed.
    if (state.leaves[stamp.position] !== leaf) throw new Error(`history-diverged at ${stamp.position}: stop, and ask the hub`);
    joined ||= stamp.position === state.position;
  } else if (stamp.position > state.position + 1) {
    throw new Error(`the topic begins at ${stamp.position}, ${state.position + 1} is needed: fetch it from GET /api/log/events`);
  } else if (!joined && state.position > 0) {
    // Also right behind what was counted a line may be of another history: a topic that was made anew, with its first records removed.
    throw new Error(`the topic does not hold ${state.position} any more: compare its leaf with GET /api/log/events, then read on`);
  } else {
    joined = true;
    state.position = stamp.position;
    state.leaves[stamp.position] = leaf;
    state.counts[claim.type] = (state.counts[claim.type] ?? 0) + 1;
  }
  state.offset = String(BigInt(offset) + 1n);
}

/** The settings of docs/kafka.md; some name a file. */
const { env } = process;
const textOf = (/** @type {string} */ name) => (env[name] ? readFileSync(env[name], 'utf8') : undefined);
const mechanism = /** @type {'scram-sha-512'} */ (env['KAFKA_SASL_MECHANISM']);
const password = textOf('KAFKA_SASL_PASSWORD_FILE')?.trim() ?? env['KAFKA_SASL_PASSWORD'] ?? '';

const kafka = new kafkajs.Kafka({
  brokers: (env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(','),
  ssl: env['KAFKA_SSL'] === '1' ? { ca: textOf('KAFKA_SSL_CA'), cert: textOf('KAFKA_SSL_CERT'), key: textOf('KAFKA_SSL_KEY') } : undefined,
  sasl: mechanism ? { mechanism, username: env['KAFKA_SASL_USERNAME'] ?? '', password } : undefined,
  logLevel: kafkajs.logLevel.NOTHING,
});
const consumer = kafka.consumer({ groupId: `lianhu.${area}.monitor.sample` });
/** @param {unknown} error */
async function stop(error) {
  if (error) console.error(/** @type {Error} */ (error).message);
  await consumer.disconnect().catch(() => undefined);
  process.exit(error ? 1 : 0);
}

process.once('SIGTERM', () => void stop(undefined));
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
const seek = (/** @type {bigint} */ offset) => consumer.seek({ topic, partition: 0, offset: String(offset) });
// The group's own offset is not believed: whenever this reader gets the topic, it begins with the record that it took last.
let begins = true;
consumer.on(consumer.events.GROUP_JOIN, () => {
  begins = true;
  joined = false;
  seek(state.offset === '0' ? 0n : BigInt(state.offset) - 1n);
});
/** @param {import('kafkajs').KafkaMessage | undefined} message */
const isLast = (message) => message?.offset === String(BigInt(state.offset) - 1n) && leafOf(String(message.value)) === state.leaves[state.position];
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
    try {
      // Where another record lies, the topic was made anew: all that it holds is read, and what was seen before is compared.
      const again = begins && !isLast(batch.messages[0]);
      begins = false;
      if (again) return seek(0n);
      batch.messages.forEach(take);
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    } catch (error) {
      return void stop(error);
    }
    resolveOffset(batch.lastOffset());
    await heartbeat();
    console.log(`${state.position} lines`);
  },
});
