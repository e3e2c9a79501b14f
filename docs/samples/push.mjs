/**
 * A sample sender with the client library: pushes a file of events, one a line, until each has a proven receipt.
 *
 *   node scripts/build.mjs client && node docs/samples/push.mjs http://127.0.0.1:3000 police police-system key.pem trust.json events.ndjson receipts.ndjson
 *
 * Stop it at any moment and run it again: what has its receipt is not sent again.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileReceipts, keyToken, LianhuClient } from '../../dist/client/index.js';

const [url = '', department = '', id = '', key = '', trust = '', events = '', receipts = ''] = process.argv.slice(2);
const kept = fileReceipts(receipts);
const client = new LianhuClient({
  url,
  department,
  token: keyToken({ url, id, privateKey: readFileSync(key, 'utf8') }),
  trust: JSON.parse(readFileSync(trust, 'utf8')),
  receipts: kept,
});

async function* eventsIn(/** @type {string} */ path) {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) if (line.trim()) yield JSON.parse(line);
}

for await (const result of client.stream(eventsIn(events))) {
  if ('receipt' in result) console.log(`${result.event.id} stands at ${result.receipt.position}`);
  else {
    console.log(`${result.event.id} has no receipt: ${result.error.code} ${'pointer' in result.error ? result.error.pointer : ''}`);
    process.exitCode = 1;
  }
}
kept.close();
