import { until, type Fault } from '../fault';

/** SIGKILL of PostgreSQL's first process; its supervisor brings it back, and everything reconnects. Unit: milliseconds. */
const BACK_WITHIN_MS = 120_000;

/** The database dies in the middle of commits, with a crash recovery after it. */
export const killPostgres: Fault = {
  name: 'kill-postgres',
  weight: 3,
  impossible: () => undefined,
  strike: async (installation) => {
    // A stroke before this one may have left it on its way back; a start that fails is tried again by its supervisor.
    await until(() => installation.postmaster() !== undefined, BACK_WITHIN_MS);
    const killed = installation.postmaster();
    if (killed === undefined) throw new Error(`PostgreSQL was not there within ${BACK_WITHIN_MS} ms`);
    process.kill(killed, 'SIGKILL');
    const another = (): boolean => ![undefined, killed].includes(installation.postmaster());
    await until(another, BACK_WITHIN_MS);
    if (!another()) throw new Error(`PostgreSQL did not come back within ${BACK_WITHIN_MS} ms`);
  },
};
