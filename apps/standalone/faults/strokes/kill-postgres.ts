import { until, type Fault } from '../fault';

/** SIGKILL of PostgreSQL's first process; its supervisor brings it back, and everything reconnects. Unit: milliseconds. */
const BACK_WITHIN_MS = 120_000;

/** The database dies in the middle of commits, with a crash recovery after it. */
export const killPostgres: Fault = {
  name: 'kill-postgres',
  weight: 3,
  impossible: () => undefined,
  strike: async (installation) => {
    const killed = installation.postmaster();
    process.kill(killed, 'SIGKILL');
    const another = (): boolean => {
      try {
        return installation.postmaster() !== killed;
      } catch {
        return false;
      }
    };
    await until(another, BACK_WITHIN_MS);
    if (!another()) throw new Error(`PostgreSQL did not come back within ${BACK_WITHIN_MS} ms`);
  },
};
