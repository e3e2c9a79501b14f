import { isDatabaseAway, type Check, type Figure, type Health } from '@lianhu/services/platform';
import type { RunningMonitor } from './create-monitor';
import type { ListedFollower } from './followers';

/** What operators see of a monitor: whether its followers follow, how far behind they are, and what is parked. */
export const monitorHealth = ({ monitor, followers }: Pick<RunningMonitor, 'monitor' | 'followers'>): Health => ({
  checks: async (): Promise<readonly Check[]> => {
    const { follower, reactors } = monitor.status();
    const reactor = reactors.find(({ error, state }) => error !== undefined || state === 'paused');
    const listed = await followers.list().catch(noneIfAway);
    if (!listed) return [{ name: 'views', ok: false, detail: 'the database cannot be read' }];
    const parked = listed.reduce((sum, one) => sum + one.parked, 0);
    const readable = follower.views.every((view) => view.readable);
    const words = [follower.error ?? follower.state, ...(parked > 0 ? [`${parked} parked`] : [])];
    return [
      // Parked, paused or being folded anew, a view still answers: operators see it here, and readers are served.
      { name: 'views', ok: readable && follower.state !== 'halted' && follower.state !== 'stopped', detail: words.join(', ') },
      { name: 'reactor', ok: reactor?.error === undefined, detail: reactor && (reactor.error ?? 'paused') },
    ];
  },
  figures: async () => [
    ...(await followers.list()).flatMap(figuresOf),
    {
      name: 'lianhu_overdue_alerts',
      help: 'Open alerts past their deadline',
      value: await monitor.alerts.overdue(),
    },
  ],
});

function noneIfAway(error: unknown): undefined {
  if (!isDatabaseAway(error)) throw error;
}

function figuresOf({ follower, kind, lagEvents, lagSeconds, parked, oldestParkedSeconds, state }: ListedFollower): Figure[] {
  const labels = { follower };
  const figures = [
    { name: 'lianhu_follower_lag_events', help: 'Events that a follower has not followed yet, by the log itself', value: lagEvents, labels },
    { name: 'lianhu_follower_lag_seconds', help: 'Age of the next event that a follower has not followed', value: lagSeconds, labels },
    {
      name: 'lianhu_follower_stands',
      help: '1 while a follower is halted or paused',
      value: state === 'halted' || state === 'paused' ? 1 : 0,
      labels,
    },
  ];
  if (kind === 'reactor') return figures;
  return [
    ...figures,
    { name: 'lianhu_parked_events', help: 'Events that wait behind one that could not be folded', value: parked, labels },
    { name: 'lianhu_oldest_parked_seconds', help: 'For how long the oldest parked event waits', value: oldestParkedSeconds, labels },
  ];
}
