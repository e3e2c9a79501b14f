import { Controller, Get, Param, Query } from '@nestjs/common';
import { Access, FromCaller, type Caller } from '@lianhu/services/platform';
import { Monitor } from './monitor';

/** Count boards of the dynamic monitoring 看板, by field. */
@Controller('api/views/boards')
export class BoardsController {
  constructor(private readonly monitor: Monitor) {}

  @Get()
  @Access('views.boards')
  list(@FromCaller() { viewer }: Caller): object {
    const rows = this.monitor.boards.list(viewer);
    return { rows, total: rows.length };
  }

  @Get(':board')
  @Access('views.boards')
  show(@FromCaller() { viewer }: Caller, @Param('board') board: string, @Query('quarter') quarter: string | undefined): Promise<object> {
    return this.monitor.boards.show(viewer, board, quarter);
  }
}
