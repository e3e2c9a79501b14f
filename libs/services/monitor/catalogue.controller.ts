import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { asyncApi, catalogueDocument, eventDocument, openApi } from '@lianhu/catalogue';
import { Access, Anonymous, ProblemError } from '@lianhu/services/platform';
import { ReportSetting } from './report-document';

/** The catalogue of everything that departments may send, and the API's own descriptions, all from the event classes. */
@Controller('api')
export class CatalogueController {
  constructor(private readonly setting: ReportSetting) {}

  @Get('catalogue')
  @Access('catalogue.read')
  catalogue(): object {
    return catalogueDocument();
  }

  @Get('catalogue/:type/:version')
  @Access('catalogue.read')
  event(@Param('type') type: string, @Param('version') version: string): object {
    const document = eventDocument(type, Number(version));
    if (!document) throw new ProblemError('not-found');
    return document;
  }

  @Get('openapi.json')
  @Anonymous()
  openapi(@Res() reply: FastifyReply): void {
    void reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(openApi()));
  }

  @Get('asyncapi.json')
  @Anonymous()
  asyncapi(@Res() reply: FastifyReply): void {
    void reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(asyncApi({ area: this.setting.policy.area })));
  }
}
