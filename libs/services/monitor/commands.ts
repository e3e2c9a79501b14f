import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Viewer } from '@lianhu/access';
import type { Quarter } from '@lianhu/kernel';
import type { AlertCommand, CommandDone } from './alerts';
import { Monitor } from './monitor';

/** A person acknowledges or closes an alert. */
export class HandleAlert extends Command<CommandDone> {
  constructor(
    readonly viewer: Viewer,
    readonly command: string,
    readonly input: AlertCommand,
    readonly ifMatch?: number,
  ) {
    super();
  }
}
/** The office's head closes a quarter. */
export class CloseQuarter extends Command<object> {
  constructor(
    readonly viewer: Viewer,
    readonly quarter: Quarter,
  ) {
    super();
  }
}

@CommandHandler(HandleAlert)
export class HandleAlertHandler implements ICommandHandler<HandleAlert> {
  constructor(private readonly monitor: Monitor) {}
  execute({ viewer, command, input, ifMatch }: HandleAlert): Promise<CommandDone> {
    return this.monitor.alerts.command(viewer, command, input, ifMatch);
  }
}

@CommandHandler(CloseQuarter)
export class CloseQuarterHandler implements ICommandHandler<CloseQuarter> {
  constructor(private readonly monitor: Monitor) {}
  execute({ viewer, quarter }: CloseQuarter): Promise<object> {
    return this.monitor.closeQuarter(viewer, quarter);
  }
}

/** Every command handler of the monitor. */
export const commandHandlers = [HandleAlertHandler, CloseQuarterHandler];
