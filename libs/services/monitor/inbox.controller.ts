import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Access, FromCaller, type Caller } from '@lianhu/services/platform';
import { AnswerNotice } from './commands';
import { ReadInbox } from './queries';

const reasonOf = (body: unknown): unknown => (typeof body === 'object' && body !== null ? (body as { reason?: unknown }).reason : undefined);

/** Notices to a department 部门通知: its own rows, and what it answers. */
@Controller('api/departments/:department/inbox')
export class DepartmentInboxController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Access('inbox.read')
  read(@FromCaller() caller: Caller, @Param('department') department: string, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadInbox(caller, query, department));
  }

  @Post(':notice/:command')
  @Access('inbox.answer')
  @HttpCode(200)
  answer(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Param('notice') notice: string,
    @Param('command') command: string,
    @Body() body: unknown,
  ): Promise<object> {
    return this.commands.execute(new AnswerNotice(caller, notice, command, reasonOf(body), department));
  }
}

/** The same for the office, towns and villages. */
@Controller('api/views/inbox')
export class InboxController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Access('views.inbox')
  read(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return this.queries.execute(new ReadInbox(caller, query));
  }

  @Post(':notice/:command')
  @Access('views.inbox.answer')
  @HttpCode(200)
  answer(@FromCaller() caller: Caller, @Param('notice') notice: string, @Param('command') command: string, @Body() body: unknown): Promise<object> {
    return this.commands.execute(new AnswerNotice(caller, notice, command, reasonOf(body)));
  }
}
