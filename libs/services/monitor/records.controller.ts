import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import { EnterRecord } from './commands';
import { FindMinors, ListForms } from './queries';

/** Longest text that a child is looked for by. Unit: characters. */
const MAX_WANTED = 100;

/** What people enter by hand: which forms they have, records of the hub, and the child that one is about. */
@Controller('api')
export class RecordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('forms')
  @Access('forms.list')
  forms(@FromCaller() { viewer }: Caller): Promise<object> {
    return this.queries.execute(new ListForms(viewer));
  }

  @Post('records')
  @Access('records.enter')
  async enter(@FromCaller() caller: Caller, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.commands.execute(new EnterRecord(caller, body));
    if ('receipt' in outcome) {
      if (outcome.status === 200) void reply.header('idempotent-replay', 'true');
      return void (await reply.code(outcome.status).send(outcome.receipt));
    }
    await reply.code(outcome.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(outcome.problem));
  }

  /** A name must stand in no address, so this reading is a POST. */
  @Post('minors/find')
  @Access('views.minors.find')
  @HttpCode(200)
  find(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { name, docNo } = (body ?? {}) as { name?: unknown; docNo?: unknown };
    const [given, other] = [name, docNo].filter((text) => text !== undefined);
    if (typeof given !== 'string' || other !== undefined || given.trim().length < 1 || given.length > MAX_WANTED)
      throw new ProblemError('malformed-request');
    return this.queries.execute(new FindMinors(caller, name === undefined ? { docNo: given } : { name: given }));
  }
}
