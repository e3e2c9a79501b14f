import { LogBroken, LogUnavailable } from '@lianhu/log';
import { hubHealth } from './hub-health';
import { IntakeState } from './intake-state';

const away = async (): Promise<never> => Promise.reject(new LogUnavailable('57P03'));

test('while the database is away the figures still say that intake has stopped', async () => {
  const intake = new IntakeState();
  const health = hubHealth({
    hub: {
      inHand: 3,
      conflicts: { all: new Map() },
      get stopped() {
        return intake.stopped;
      },
    },
    log: { head: away },
    rotation: { state: away },
    seals: { alarms: away },
    sequences: { all: away },
    relay: { checks: async () => [], figures: async () => [] },
  } as unknown as Parameters<typeof hubHealth>[0]);
  // It failed before anything came to be appended.
  expect(intake.failed(Object.assign(new Error('x'), { code: '28P01' }))).toMatchObject({ code: '28P01' });
  const figures = Object.fromEntries((await health.figures()).map(({ name, value }) => [name, value]));
  expect(figures).toEqual({ lianhu_intake_stopped: 1, lianhu_hub_events_in_hand: 3 });
  expect((await health.checks()).map(({ name, ok, detail }) => [name, ok, detail])).toEqual([
    ['log', false, 'the log cannot be read'],
    ['intake', false, 'log-unavailable'],
    ['vault-key', false, 'the vault cannot be read'],
  ]);
  await intake.watch(async () => undefined);
  expect(intake.stopped).toBeUndefined();
});

test('what a person has to look at stays the reason while the database is away, until an append passes', async () => {
  const intake = new IntakeState();
  intake.failed(new LogUnavailable('57P03'));
  expect(intake.stopped).toBe('log-unavailable');
  intake.failed(new LogBroken('an older copy'));
  intake.failed(new LogUnavailable('57P03'));
  expect(intake.stopped).toBe('log-broken');
  await intake.watch(async () => undefined);
  expect(intake.stopped).toBeUndefined();
});
