import { openDouble } from '.';

/** Runs the double as a process of its own until a signal ends it: `node scripts/eventstore.mjs [port]`. */
const double = await openDouble({ port: Number(process.argv[2] ?? 0) });
console.log(`EventStoreDB double, in memory: ${double.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void double.close().then(() => process.exit(0)));
