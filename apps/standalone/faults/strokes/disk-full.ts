import { until, type Fault } from '../fault';

/**
 * How long a full volume stays full, unless it has been felt earlier. Reason: PostgreSQL keeps write-ahead segments of some 100 MB
 * at hand, and a slow machine needs minutes to fill them. Unit: milliseconds.
 */
const FULL_MS = { postgres: 240_000, spool: 120_000 } as const;
/** Answers that show that it was felt. */
const FELT = 3;

/** PostgreSQL's volume is full: nothing is committed, the edge stores or refuses; then there is room again. */
export const diskFullPostgres: Fault = {
  name: 'disk-full-postgres',
  weight: 1,
  impossible: ({ volumes }) => volumes.postgres.impossible,
  strike: async (installation, load) => {
    const { postgres } = installation.volumes;
    const notCommitted = (): number => load.answered(202) + load.answered(503);
    await Promise.all([installation.up('hub'), installation.up('police')]);
    const committed = load.answered(201);
    await until(() => load.answered(201) > committed, FULL_MS.postgres);
    const before = notCommitted();
    postgres.fill();
    try {
      await until(() => notCommitted() >= before + FELT, FULL_MS.postgres);
      if (notCommitted() < before + FELT) throw new Error('a full database was not felt: everything is still committed');
    } finally {
      postgres.empty();
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
