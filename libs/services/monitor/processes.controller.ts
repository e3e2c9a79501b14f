import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import type { AlertCommand, CommandDone } from './alerts';
import { HandleAlert } from './commands';

/** Commands of processes; alerts are the process `alert`. */
@Controller('api/processes')
export class ProcessesController {
  constructor(private readonly commands: CommandBus) {}

  @Post('alert/commands/:command')
  @Access('process.alert')
  @HttpCode(200)
  alert(
    @FromCaller() { viewer }: Caller,
    @Param('command') command: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch?: string,
  ): Promise<CommandDone> {
    if (typeof body !== 'object' || body === null) throw new ProblemError('malformed-request');
    const version = ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', ''));
    if (version !== undefined && !Number.isSafeInteger(version)) throw new ProblemError('malformed-request');
    return this.commands.execute(new HandleAlert(viewer, command, body as AlertCommand, version));
  }
}
