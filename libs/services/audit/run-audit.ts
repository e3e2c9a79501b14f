import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { std1 } from '@lianhu/log';
import {
  BadConfig,
  bearerOnly,
  closeOnSignals,
  createHttpApp,
  HealthModule,
  listen,
  loadPolicy,
  openFor,
  openLog,
  originOf,
  readConfig,
  type TrustFile,
  orSay,
} from '@lianhu/services/platform';
import { AuditModule } from './audit.module';
import { createAudit } from './create-audit';

/** Runs the auditors' service as a process of its own; LIANHU_TRUST_FILE holds what `lianhu trust` prints. */
export const runAudit = (): Promise<void> => orSay(start);

async function start(): Promise<void> {
  const config = readConfig();
  const { trustFile } = config;
  if (trustFile === undefined) throw new BadConfig('the audit service needs LIANHU_TRUST_FILE (from `lianhu trust`)');
  const policy = loadPolicy(config.policyFile);
  const database = await openFor(config, 'audit');
  const log = await openLog(config, { url: database.url, origin: originOf(policy), suite: std1 });
  const trust = JSON.parse(readFileSync(trustFile, 'utf8')) as TrustFile;
  const audit = createAudit({ url: database.url, log, suite: std1, clock: { now: Date.now }, trust, policy });
  const health = {
    checks: async () => [
      await log.head().then(
        () => ({ name: 'log', ok: true }),
        () => ({ name: 'log', ok: false }),
      ),
    ],
    figures: async () => [],
  };
  @Module({ imports: [AuditModule.of(audit), HealthModule.of(health)] })
  class AuditApp {}
  const app = await createHttpApp(AuditApp, config, bearerOnly(config));
  console.log(`audit: ${await listen(app, config)}`);
  closeOnSignals(async () => {
    await app.close();
    await audit.close();
    await log.close();
    await database.close();
  });
}
