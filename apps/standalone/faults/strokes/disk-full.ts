import { until, type Fault } from '../fault';

/** How long a full volume stays full, unless it has been felt earlier. Unit: milliseconds. */
const FULL_MS = { postgres: 6_000, spool: 8_000 } as const;
/** Answers that show that it was felt. */
const FELT = 3;

/** PostgreSQL's volume is full: nothing is committed, the edge stores or refuses; then there is room again. */
export const diskFullPostgres: Fault = {
  name: 'disk-full-postgres',
  weight: 1,
  impossible: ({ volumes }) => volumes.postgres.impossible,
  strike: async ({ volumes }, load) => {
    const stored = load.answered(202) + load.answered(503);
    volumes.postgres.fill();
    try {
      await until(() => load.answered(202) + load.answered(503) >= stored + FELT, FULL_MS.postgres);
    } finally {
      volumes.postgres.empty();
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
