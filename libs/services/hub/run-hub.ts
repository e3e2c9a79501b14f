import { Module } from '@nestjs/common';
import { openIssuer } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { bearerOnly, closeOnSignals, createHttpApp, HealthModule, listen, loadPolicy, openFor, readConfig } from '@lianhu/services/platform';
import { HubModule } from './hub.module';
import { openHub, type OpenHub } from './open-hub';

/** Runs the hub as a process of its own. */
export async function runHub(): Promise<void> {
  const config = readConfig();
  await openIssuer(config.keyFolder, std1);
  const database = await openFor(config, 'hub');
  const hub = await openHub({ config, url: database.url, policy: loadPolicy(config.policyFile), demonstration: false });
  await hub.days.turn();
  hub.days.start();
  @Module({ imports: [HubModule.of(hub), HealthModule.of(healthOf(hub))] })
  class HubApp {}
  const app = await createHttpApp(HubApp, config, bearerOnly(config));
  console.log(`hub: ${await listen(app, config)}`);
  closeOnSignals(async () => {
    await app.close();
    await hub.close();
    await database.close();
  });
}

/** What operators see of a hub: whether its log takes events, and how long it is. */
export const healthOf = ({ log, relay }: Pick<OpenHub, 'log' | 'relay'>) => ({
  checks: async () => [
    await log.head().then(
      () => ({ name: 'log', ok: true }),
      () => ({ name: 'log', ok: false, detail: 'the log cannot be read' }),
    ),
    ...(await relay.checks()),
  ],
  figures: async () => [
    { name: 'lianhu_log_position', help: 'Newest position of the log', value: (await log.head()).position },
    ...(await relay.figures()),
  ],
});
