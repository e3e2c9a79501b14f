import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { isQuarter } from '@lianhu/kernel';
import { Access, ProblemError } from '@lianhu/services/platform';
import { Replays } from './replays';

/** Auditors count again: a report from the log's lines alone, without keys, views or the frozen copy. */
@Controller('api/audit/replays')
export class ReplaysController {
  constructor(private readonly replays: Replays) {}

  @Post()
  @Access('audit.replay')
  @HttpCode(200)
  async replay(@Body() body: unknown): Promise<object> {
    const { report } = (body ?? {}) as { report?: unknown };
    if (typeof report !== 'string' || !isQuarter(report))
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/report', rule: 'format', message: 'report: 2026-Q3' }] });
    return this.replays.quarter(report);
  }
}
