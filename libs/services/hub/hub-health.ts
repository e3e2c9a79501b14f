import type { SequenceFigures } from '@lianhu/log-postgres';
import { isDatabaseAway, type Figure, type Health } from '@lianhu/services/platform';
import type { EpochState } from './key-rotation';
import type { OpenHub } from './open-hub';

/** What operators see of a hub: whether its log takes events and why not, how long it is, how full the hub, how old the vault's key, which numbers are missing, how far the relay is. */
export const hubHealth = ({
  hub,
  log,
  rotation,
  seals,
  sequences,
  relay,
}: Pick<OpenHub, 'hub' | 'log' | 'rotation' | 'seals' | 'sequences' | 'relay'>): Health => ({
  checks: async () => [
    await log.head().then(
      () => ({ name: 'log', ok: true }),
      () => ({ name: 'log', ok: false, detail: 'the log cannot be read' }),
    ),
    { name: 'intake', ok: hub.stopped === undefined, detail: hub.stopped },
    await rotation.state().then(epochCheck, () => ({ name: 'vault-key', ok: false, detail: 'the vault cannot be read' })),
    ...(await relay.checks()),
  ],
  figures: async () => [
    ...(await whileThere(async () => [{ name: 'lianhu_log_position', help: 'Newest position of the log', value: (await log.head()).position }])),
    { name: 'lianhu_intake_stopped', help: '1 while the log takes no events', value: hub.stopped === undefined ? 0 : 1 },
    { name: 'lianhu_hub_events_in_hand', help: 'Events between arrival and answer', value: hub.inHand },
    ...(await whileThere(async () => epochFigures(await rotation.state()))),
    ...(await whileThere(async () => [
      { name: 'lianhu_sealed_case_events', help: 'Events that came about a case while it was sealed', value: await seals.alarms() },
    ])),
    ...(await whileThere(() => relay.figures())),
    ...[...hub.conflicts.all].map(([department, value]) => ({
      name: 'lianhu_idempotency_conflicts',
      help: 'Events refused since the start: their id or running number stands with other content',
      value,
      labels: { department },
    })),
    ...(await whileThere(async () => (await sequences.all()).flatMap(sequenceFigures))),
  ],
});

/** Figures that only the database knows; none while it is away, so that the others say that intake has stopped. */
async function whileThere(figures: () => Promise<readonly Figure[]>): Promise<readonly Figure[]> {
  try {
    return await figures();
  } catch (error) {
    if (isDatabaseAway(error)) return [];
    throw error;
  }
}

function sequenceFigures({ department, source, missing, repeated }: SequenceFigures): Figure[] {
  const labels = { department, source };
  return [
    { name: 'lianhu_source_numbers_missing', help: 'Running numbers that have not come', value: missing, labels },
    { name: 'lianhu_source_numbers_repeated', help: 'Running numbers that two events bear', value: repeated, labels },
  ];
}

const epochCheck = ({ epoch, days, left }: EpochState) => ({
  name: 'vault-key',
  ok: true,
  detail: `epoch ${epoch}, ${days} ${days === 1 ? 'day' : 'days'} old${left === undefined ? '' : `; a rotation is running, ${left} keys left`}`,
});

const epochFigures = ({ epoch, days, left = 0 }: EpochState) => [
  { name: 'lianhu_vault_key_epoch', help: 'Epoch of the key that wraps the data keys', value: epoch },
  { name: 'lianhu_vault_key_epoch_days', help: 'Age of that epoch in days', value: days },
  { name: 'lianhu_vault_keys_to_rewrap', help: 'Data keys that still stand under an older epoch', value: left },
];
