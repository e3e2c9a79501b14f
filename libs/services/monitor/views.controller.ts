import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import { LiveHints } from './live-hints';
import { ReadAlerts, ReadDepartments, ReadMinor, ReadMinors, ReadOverview, ReadTowns } from './queries';

/** The views that pages and other systems read. Source: public API, views. */
const VIEWS = [
  { name: 'overview', title: '总览' },
  { name: 'towns', title: '乡镇看板' },
  { name: 'minors', title: '未成年人' },
  { name: 'departments', title: '部门' },
  { name: 'alerts', title: '预警台' },
  { name: 'inbox', title: '我的通知' },
];

/** Dynamic monitoring 动态监测: what is folded from the log, as far as the caller may see it. */
@Controller('api/views')
export class ViewsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly hints: LiveHints,
  ) {}

  @Get()
  @Access('views.list')
  list(): object {
    return { rows: VIEWS, total: VIEWS.length };
  }

  /** Server-sent hints: which view has changed. Ends soon after the session or token does. */
  @Get('live')
  @Access('views.live')
  live(@FromCaller() caller: Caller, @Res() reply: FastifyReply): void {
    if (!this.hints.listen(reply, caller)) throw new ProblemError('busy', { retryAfter: 5 });
  }

  @Get('overview')
  @Access('views.overview')
  overview(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadOverview(caller, query));
  }

  @Get('towns')
  @Access('views.towns')
  towns(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadTowns(caller, query));
  }

  @Get('departments')
  @Access('views.departments')
  departments(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadDepartments(caller, query));
  }

  @Get('alerts')
  @Access('views.alerts')
  alerts(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadAlerts(caller, query));
  }

  @Get('minors')
  @Access('views.minors.list')
  minors(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadMinors(caller, query));
  }

  @Get('minors/:ref')
  @Access('views.minors.one')
  minor(@FromCaller() caller: Caller, @Param('ref') ref: string, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadMinor(caller, query, ref));
  }
}
