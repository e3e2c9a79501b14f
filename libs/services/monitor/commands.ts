import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Viewer } from '@lianhu/access';
import type { Quarter } from '@lianhu/kernel';
import type { Caller, EventOutcome, ReviewDone } from '@lianhu/services/platform';
import type { AlertCommand, CommandDone } from './alerts';
import type { NoticeDone } from './inbox';
import { Monitor } from './monitor';
import type { PairInput, ReviewInput } from './reviews';

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

/** The office's head states a closed quarter again. */
export class RestateQuarter extends Command<object> {
  constructor(
    readonly viewer: Viewer,
    readonly quarter: Quarter,
    readonly reason: string,
  ) {
    super();
  }
}

/** A person enters a record of the hub. */
export class EnterRecord extends Command<EventOutcome> {
  constructor(
    readonly caller: Caller,
    readonly body: unknown,
  ) {
    super();
  }
}

/** A person says whether two files are one child's. */
export class SayOfReview extends Command<ReviewDone> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly verdict: string,
    readonly input: ReviewInput,
  ) {
    super();
  }
}

/** A person puts two files side by side. */
export class PairFiles extends Command<{ readonly id: string }> {
  constructor(
    readonly caller: Caller,
    readonly input: PairInput,
  ) {
    super();
  }
}

/** An addressee answers a notice: a department's, or without one the office's, a town's or a village's. */
export class AnswerNotice extends Command<NoticeDone> {
  constructor(
    readonly caller: Caller,
    readonly notice: string,
    readonly command: string,
    readonly reason: unknown,
    readonly department?: string,
  ) {
    super();
  }
}

@CommandHandler(SayOfReview)
export class SayOfReviewHandler implements ICommandHandler<SayOfReview> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, id, verdict, input }: SayOfReview): Promise<ReviewDone> {
    return this.monitor.reviews.say(caller, id, verdict, input);
  }
}

@CommandHandler(PairFiles)
export class PairFilesHandler implements ICommandHandler<PairFiles> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, input }: PairFiles): Promise<{ readonly id: string }> {
    return this.monitor.reviews.pair(caller, input);
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

@CommandHandler(RestateQuarter)
export class RestateQuarterHandler implements ICommandHandler<RestateQuarter> {
  constructor(private readonly monitor: Monitor) {}
  execute({ viewer, quarter, reason }: RestateQuarter): Promise<object> {
    return this.monitor.restateQuarter(viewer, quarter, reason);
  }
}

@CommandHandler(EnterRecord)
export class EnterRecordHandler implements ICommandHandler<EnterRecord> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, body }: EnterRecord): Promise<EventOutcome> {
    return this.monitor.records.enter(caller, body);
  }
}

@CommandHandler(AnswerNotice)
export class AnswerNoticeHandler implements ICommandHandler<AnswerNotice> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, notice, command, reason, department }: AnswerNotice): Promise<NoticeDone> {
    const { inbox } = this.monitor;
    return department === undefined ? inbox.answerOwn(caller, notice, command, reason) : inbox.answerAs(caller, department, notice, command, reason);
  }
}

/** Every command handler of the monitor. */
export const commandHandlers = [
  HandleAlertHandler,
  CloseQuarterHandler,
  RestateQuarterHandler,
  EnterRecordHandler,
  AnswerNoticeHandler,
  PairFilesHandler,
  SayOfReviewHandler,
];
