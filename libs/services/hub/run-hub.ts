import { Module } from '@nestjs/common';
import { bearerOnly, closeOnSignals, createHttpApp, HealthModule, listen, loadPolicy, openFor, readConfig, orSay } from '@lianhu/services/platform';
import { ClientsModule } from './clients.module';
import { hubHealth } from './hub-health';
import { HubModule } from './hub.module';
import { openHub } from './open-hub';
import { openTrade } from './token-trade';

/** Runs the hub as a process of its own. */
export const runHub = (): Promise<void> => orSay(start);

async function start(): Promise<void> {
  const config = readConfig();
  const database = await openFor(config, 'hub');
  const tokens = await openTrade(config.keyFolder, database.url);
  const hub = await openHub({ config, url: database.url, policy: loadPolicy(config.policyFile), demonstration: false });
  await hub.days.turn();
  hub.days.start();
  @Module({ imports: [HubModule.of(hub), ClientsModule.of(tokens.trade), HealthModule.of(hubHealth(hub))] })
  class HubApp {}
  const app = await createHttpApp(HubApp, config, bearerOnly(config));
  console.log(`hub: ${await listen(app, config)}`);
  closeOnSignals(async () => {
    await app.close();
    await hub.close();
    await tokens.close();
    await database.close();
  });
}
