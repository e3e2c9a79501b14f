import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import type { PushResult } from './edge';
import { EdgeRegistry } from './edge-registry';

/** The data officer's desk: what waits for a person. */
@Controller('api/departments/:department/quarantine')
export class QuarantineController {
  constructor(private readonly edges: EdgeRegistry) {}

  @Get()
  @Access('quarantine.desk')
  list(@FromCaller() caller: Caller, @Param('department') department: string): object {
    const edge = this.edges.of(department, caller.viewer);
    return { rows: edge.quarantine.list(), refused: edge.refused() };
  }

  /** Pushes the entry's corrected event instead of it. */
  @Post(':id/correct')
  @Access('quarantine.desk')
  @HttpCode(200)
  async correct(
    @FromCaller() caller: Caller,
    @Param('department') department: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<PushResult> {
    const edge = this.edges.of(department, caller.viewer);
    const entry = edge.quarantine.get(id);
    if (!entry) throw new ProblemError('not-found');
    const result = await edge.push(body, caller.viewer, caller.language);
    if ('receipt' in result || ('state' in result && result.state === 'stored')) edge.quarantine.drop(id);
    return result;
  }

  /** Accepts the entry as it is: a person has looked at it. */
  @Post(':id/release')
  @Access('quarantine.desk')
  @HttpCode(200)
  async release(@FromCaller() caller: Caller, @Param('department') department: string, @Param('id') id: string): Promise<PushResult> {
    const edge = this.edges.of(department, caller.viewer);
    const entry = edge.quarantine.get(id);
    if (!entry) throw new ProblemError('not-found');
    const result = await edge.release(entry.sent, caller.viewer, caller.language);
    if ('receipt' in result || ('state' in result && result.state === 'stored')) edge.quarantine.drop(id);
    return result;
  }

  /** Forgets an entry, or a refusal that the hub gave to an event stored before. */
  @Post(':id/discard')
  @Access('quarantine.desk')
  @HttpCode(200)
  discard(@FromCaller() caller: Caller, @Param('department') department: string, @Param('id') id: string): object {
    const edge = this.edges.of(department, caller.viewer);
    if (!edge.quarantine.drop(id) && !edge.discardRefusal(id)) throw new ProblemError('not-found');
    return { discarded: true };
  }
}
