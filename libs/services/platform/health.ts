import { Controller, Get, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import { Anonymous } from './caller';

/** One thing that must hold for the service to be ready, and how it is now. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}
/** One figure for Prometheus. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}
/** What a service tells operators. Never anything about a child. */
export interface Health {
  checks(): Promise<readonly Check[]>;
  figures(): Promise<readonly Figure[]>;
}

const HEALTH = Symbol('Health');

/** `/health/live`, `/health/ready`, `/metrics`. */
@Controller()
class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('health/live')
  @Anonymous()
  live(): object {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Anonymous()
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const checks = await this.health.checks();
    const ok = checks.every((check) => check.ok);
    await reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'not-ready', checks });
  }

  @Get('metrics')
  @Anonymous()
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const registry = new Registry();
    for (const figure of await this.health.figures()) gaugeOf(registry, figure);
    await reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}

function gaugeOf(registry: Registry, { name, help, value, labels = {} }: Figure): void {
  const known = registry.getSingleMetric(name) as Gauge | undefined;
  const gauge = known ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
  gauge.set({ ...labels }, value);
}

/** Wires a service's health to its routes. */
@Module({})
export class HealthModule {
  static of(health: Health): DynamicModule {
    return { module: HealthModule, controllers: [HealthController], providers: [{ provide: HEALTH, useValue: health }] };
  }
}
