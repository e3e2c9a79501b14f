import { Module } from '@nestjs/common';
import { AccessLog } from '@lianhu/access';
import { kafkaSettings, kafkaStream } from '@lianhu/kafka';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import {
  BadConfig,
  bearerOnly,
  closeOnSignals,
  createHttpApp,
  HealthModule,
  listen,
  openFor,
  readConfig,
  ReadRecorder,
  orSay,
} from '@lianhu/services/platform';
import { Province } from './province';
import { ProvinceController } from './province.controller';
import { provinceHubs } from './settings';

/** Connections beside those of each hub. */
const CONNECTIONS = { own: 4, each: 4 } as const;

/** Runs a province's monitor as a process of its own: `LIANHU_HUBS` says whose topics it follows, `KAFKA_BROKERS` where. */
export const runProvince = (env: NodeJS.ProcessEnv = process.env): Promise<void> => orSay(() => start(env));

async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env);
  const hubs = provinceHubs(env);
  const settings = kafkaSettings(env);
  if (!settings) throw new BadConfig('a province needs KAFKA_BROKERS');
  const database = await openFor(config, 'monitor');
  const pool = createPool(database.url, { max: CONNECTIONS.own + CONNECTIONS.each * hubs.length, applicationName: 'lianhu-province' });
  const stream = await kafkaStream(settings);
  const province = new Province({ hubs, stream, pool, suite: std1 });
  const close = async (): Promise<void> => {
    await province.stop();
    await stream.close();
    await pool.end();
    await database.close();
  };
  try {
    await province.start();
  } catch (error) {
    await close();
    throw error;
  }
  const recorder = new ReadRecorder(new AccessLog(pool, std1, Date.now));
  @Module({
    imports: [HealthModule.of(province)],
    controllers: [ProvinceController],
    providers: [
      { provide: Province, useValue: province },
      { provide: ReadRecorder, useValue: recorder },
    ],
  })
  class ProvinceApp {}
  const app = await createHttpApp(ProvinceApp, config, bearerOnly(config));
  console.log(`province: ${await listen(app, config)}`);
  closeOnSignals(async () => {
    await app.close();
    await close();
  });
}
