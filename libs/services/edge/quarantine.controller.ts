import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import type { Decider, Desk } from './desk';
import { EdgeRegistry } from './edge-registry';
import type { PushResult } from './edge';

interface DeskBody {
  /** Why the data officer decides so. */
  readonly why?: unknown;
  /** The corrected event. */
  readonly event?: unknown;
}
interface WithdrawalBody extends DeskBody {
  readonly id?: unknown;
  readonly source?: unknown;
  readonly reason?: unknown;
  readonly approver?: unknown;
}

/** The data officer's desk: what waits for a person, and what a department takes back. */
@Controller('api/departments/:department')
export class QuarantineController {
  constructor(private readonly edges: EdgeRegistry) {}

  @Get('quarantine')
  @Access('quarantine.desk')
  list(@FromCaller() caller: Caller, @Param('department') department: string): object {
    return this.desk(caller, department).show();
  }

  /** Pushes the entry's corrected event instead of it. */
  @Post('quarantine/:id/correct')
  @Access('quarantine.desk')
  @HttpCode(200)
  correct(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Param('id') id: string,
    @Body() body: DeskBody | undefined,
  ): Promise<PushResult> {
    return this.desk(caller, department).correct(id, body?.event, deciderOf(caller, body));
  }

  /** Accepts the entry as it is: a person has looked at it. */
  @Post('quarantine/:id/release')
  @Access('quarantine.desk')
  @HttpCode(200)
  release(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Param('id') id: string,
    @Body() body: DeskBody | undefined,
  ): Promise<PushResult> {
    return this.desk(caller, department).release(id, deciderOf(caller, body));
  }

  /** Forgets an entry, or a refusal that the hub gave to an event stored before. */
  @Post('quarantine/:id/discard')
  @Access('quarantine.desk')
  @HttpCode(200)
  discard(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Param('id') id: string,
    @Body() body: DeskBody | undefined,
  ): object {
    this.desk(caller, department).discard(id, deciderOf(caller, body));
    return { discarded: true };
  }

  /** Takes an event of the department's own back: it stays in the log and counts no more. */
  @Post('withdrawals')
  @Access('records.withdraw')
  @HttpCode(200)
  async withdraw(@FromCaller() caller: Caller, @Param('department') department: string, @Body() body: WithdrawalBody | undefined): Promise<object> {
    const { id, source, reason, approver } = body ?? {};
    if (typeof id !== 'string' || typeof reason !== 'string' || !isOptionalText(source) || !isOptionalText(approver))
      throw new ProblemError('malformed-request');
    await this.desk(caller, department).withdraw({ id, source, reason, approver }, deciderOf(caller, body));
    return { withdrawn: true };
  }

  private desk({ viewer }: Caller, department: string): Desk {
    return this.edges.deskOf(department, viewer);
  }
}

const isOptionalText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
const deciderOf = ({ viewer, language }: Caller, body: DeskBody | undefined): Decider => ({ viewer, language, why: body?.why });
