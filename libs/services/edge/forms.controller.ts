import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import { EdgeRegistry } from './edge-registry';
import { answer } from './events.controller';

/** Where people of a department without a system enter the same events: same check, same receipt, same quarantine. */
@Controller('api/departments/:department/forms')
export class FormsController {
  constructor(private readonly edges: EdgeRegistry) {}

  @Post()
  @Access('forms.push')
  async enter(
    @FromCaller() { viewer, language }: Caller,
    @Param('department') department: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const edge = this.edges.of(department, viewer);
    this.edges.refuseWhileLoading();
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
    if (contentType !== 'application/json' && contentType !== 'application/cloudevents+json') throw new ProblemError('unsupported-media-type');
    await answer(reply, await edge.pushForm(body, viewer, language));
  }
}
