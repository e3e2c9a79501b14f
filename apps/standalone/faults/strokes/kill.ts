import type { Fault } from '../fault';
import type { Part } from '../installation';

/** SIGKILL of a service of ours; it comes up again while the next stroke falls. */
const kill = (part: Part, name: string, weight: number): Fault => ({
  name,
  weight,
  impossible: () => undefined,
  strike: async (installation) => {
    await installation.kill(part);
    installation.start(part);
  },
});

/** The only writer dies in the middle of whatever it was writing. */
export const killHub = kill('hub', 'kill-hub', 3);
/** A department's edge dies with events in its outbox and requests half answered. */
export const killEdge = kill('police', 'kill-edge', 3);
/** The follower of all views dies between reading and keeping a page. */
export const killMonitor = kill('monitor', 'kill-monitor', 2);
