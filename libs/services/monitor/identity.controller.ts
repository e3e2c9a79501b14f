import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Access, FromCaller, type Caller, type ReviewDone } from '@lianhu/services/platform';
import { PairFiles, SayOfReview } from './commands';
import { ReadReviews } from './queries';
import type { PairInput, ReviewInput } from './reviews';

/** The desk where two people say whether two files are one child's. */
@Controller('api/identity/reviews')
export class IdentityController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('identity.reviews')
  list(@FromCaller() caller: Caller, @Query('state') state?: string): Promise<object> {
    return this.queries.execute(new ReadReviews(caller, state));
  }

  @Post()
  @Access('identity.pair')
  @HttpCode(200)
  pair(@FromCaller() caller: Caller, @Body() body: unknown): Promise<{ readonly id: string }> {
    return this.commands.execute(new PairFiles(caller, (body ?? {}) as PairInput));
  }

  @Post(':id/:verdict')
  @Access('identity.review')
  @HttpCode(200)
  say(@FromCaller() caller: Caller, @Param('id') id: string, @Param('verdict') verdict: string, @Body() body: unknown): Promise<ReviewDone> {
    return this.commands.execute(new SayOfReview(caller, id, verdict, (body ?? {}) as ReviewInput));
  }
}
