import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access, FromCaller, type Caller } from '@lianhu/services/platform';
import { Erasures } from './erasures';

/** Two persons erase a child: one decides, another carries it out. */
@Controller('api/erasures')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  @Get()
  @Access('erasures.list')
  async list(): Promise<object> {
    return { erasures: await this.erasures.list() };
  }

  @Post()
  @Access('erasures.order')
  order(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    return this.erasures.order(caller, (body ?? {}) as { minorRef?: unknown; reason?: unknown });
  }

  @Post(':order/execute')
  @Access('erasures.execute')
  @HttpCode(200)
  execute(@FromCaller() caller: Caller, @Param('order') order: string): Promise<object> {
    return this.erasures.execute(caller, Number(order));
  }
}
