import { withClient } from '@lianhu/postgres';
import { until, type Fault } from '../fault';
import type { Installation } from '../installation';

/** How long a full volume stays full, unless it has been felt earlier. Unit: milliseconds. */
const FULL_MS = { postgres: 240_000, spool: 120_000 } as const;
/** Answers that show that it was felt. */
const FELT = 3;
/** How often another of the write-ahead segments that PostgreSQL has at hand is taken from it: filling some 100 MB of them takes a slow machine minutes. Unit: milliseconds. */
const SEGMENT_EVERY_MS = 200;

/** Takes segments until it is over; a server that cannot answer has none left. */
async function takeSegments({ database }: Installation, over: () => boolean): Promise<void> {
  while (!over()) {
    await withClient(database.urls.admin, (client) => client.query('SELECT pg_switch_wal()')).catch(() => undefined);
    await until(over, SEGMENT_EVERY_MS);
  }
}

/** PostgreSQL's volume is full: nothing is committed, the edge stores or refuses; then there is room again. */
export const diskFullPostgres: Fault = {
  name: 'disk-full-postgres',
  weight: 1,
  impossible: ({ volumes }) => volumes.postgres.impossible,
  strike: async (installation, load) => {
    const { postgres } = installation.volumes;
    // Where the edge's outbox is full of what came before, it refuses instead of storing.
    const notCommitted = (): number => load.answered(202) + load.answered(503) + load.answered(507);
    await Promise.all([installation.up('hub'), installation.up('police')]);
    const committed = load.answered(201);
    await until(() => load.answered(201) > committed, FULL_MS.postgres);
    const before = notCommitted();
    let over = false;
    postgres.fill();
    const taking = takeSegments(installation, () => over);
    try {
      await until(() => notCommitted() >= before + FELT, FULL_MS.postgres);
      if (notCommitted() < before + FELT) throw new Error('a full database was not felt: everything is still committed');
    } finally {
      over = true;
      postgres.empty();
      await taking;
    }
  },
};

/** The hub is away and the edge's outbox is full: it must refuse what it cannot keep, and keep what it has answered for. */
export const diskFullSpool: Fault = {
  name: 'disk-full-spool',
  weight: 1,
  impossible: ({ volumes }) => volumes.spool.impossible,
  strike: async (installation, load) => {
    const { spool } = installation.volumes;
    await installation.up('police');
    const refused = load.answered(503) + load.answered(507);
    await installation.kill('hub');
    spool.fill();
    try {
      await until(() => load.answered(503) + load.answered(507) >= refused + FELT, FULL_MS.spool);
      if (load.answered(503) + load.answered(507) < refused + FELT)
        throw new Error('a full outbox was not felt: what could not be kept was not refused');
    } finally {
      spool.empty();
      installation.start('hub');
    }
  },
};
