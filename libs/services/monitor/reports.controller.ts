import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { indicators, warnings } from '@lianhu/catalogue';
import { isQuarter } from '@lianhu/kernel';
import { reportBytes } from '@lianhu/reports';
import { Access, FromCaller, ProblemError, type Caller } from '@lianhu/services/platform';
import { CloseQuarter, RestateQuarter } from './commands';
import { Monitor } from './monitor';
import { ReportSetting, reportDocument } from './report-document';
import { quarterWorkbook } from './workbook';

const RULE_TITLES = Object.fromEntries(warnings.map(({ id, title }) => [id, title]));
/** Longest reason. Unit: characters. */
const MAX_REASON = 500;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** 季报: figures with definitions and comparisons, suppressed where they must be; closing; the sheet that an office hands in. */
@Controller('api/reports')
export class ReportsController {
  constructor(
    private readonly monitor: Monitor,
    private readonly setting: ReportSetting,
    private readonly commands: CommandBus,
  ) {}

  @Get('indicators')
  @Access('reports.indicators')
  indicators(): object {
    return {
      rows: indicators.map(({ code, title, definition, protection, version, measures }) => ({
        code,
        title,
        unit: measures[0]?.unit,
        definition,
        protection,
        version,
      })),
    };
  }

  @Get('quarterly')
  @Access('reports.read')
  async list(): Promise<object> {
    return this.monitor.quarters.list();
  }

  @Get('quarterly/:quarter')
  @Access('reports.read')
  async read(
    @Param('quarter') quarter: string,
    @Query('format') format: string | undefined,
    @Query('area') area: string | undefined,
    @Query('version') version: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (area !== undefined && area !== this.setting.policy.area) throw new ProblemError('not-found');
    const shown = isQuarter(quarter) ? await this.monitor.quarters.show(quarter, versionIn(version)) : undefined;
    if (!shown) throw new ProblemError('not-found');
    const document = reportDocument(shown, this.setting);
    if (format === undefined || format === 'json') return void (await reply.send(document));
    if (format !== 'xlsx') throw new ProblemError('invalid-input', { errors: [{ pointer: '/format', rule: 'enum', message: 'json | xlsx' }] });
    await reply
      .header('content-type', XLSX)
      .header('content-disposition', `attachment; filename="lianhu-${quarter}.xlsx"`)
      .send(
        Buffer.from(
          await quarterWorkbook({
            report: shown.report,
            policy: this.setting.policy,
            closing: shown.closing && { ...shown.closing, position: shown.position, root: shown.root },
            version: shown.version,
            checkpoint: shown.checkpoint,
            origin: shown.origin,
            changedSince: shown.changedSince,
            restatement: shown.restatement,
            updating: shown.updating,
            demonstration: this.setting.demonstration,
            ruleTitles: RULE_TITLES,
          }),
        ),
      );
  }

  /** The events behind a cell, each as far as the caller may see it. */
  @Get('quarterly/:quarter/cells/:id/events')
  @Access('reports.cell-events')
  async events(
    @FromCaller() caller: Caller,
    @Param('quarter') quarter: string,
    @Param('id') id: string,
    @Query('version') version: string | undefined,
  ): Promise<object> {
    const positions = isQuarter(quarter) ? await this.monitor.quarters.sources(quarter, id, versionIn(version)) : undefined;
    if (!positions) throw new ProblemError('not-found');
    return { rows: await this.monitor.cellEvents.of(caller, positions), total: positions.length };
  }

  /** The frozen bytes themselves, unsuppressed: for those who replay and compare. `report-origin` says whether they are those, or were counted again. */
  @Get('quarterly/:quarter/frozen')
  @Access('audit.replay')
  async frozen(@Param('quarter') quarter: string, @Query('version') version: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const shown = isQuarter(quarter) ? await this.monitor.quarters.show(quarter, versionIn(version) ?? 1) : undefined;
    if (shown?.state !== 'closed') throw new ProblemError('not-found');
    const { report, origin } = await this.monitor.quarters.raw(quarter, shown.version);
    await reply.header('content-type', 'application/json; charset=utf-8').header('report-origin', origin).send(reportBytes(report));
  }

  /** Version n + 1 of a closed quarter whose corrections weigh so much; who restates it approves it and says why. */
  @Post('quarterly/:quarter/restate')
  @Access('reports.restate')
  @HttpCode(200)
  restate(@FromCaller() { viewer }: Caller, @Param('quarter') quarter: string, @Body() body: unknown): Promise<object> {
    const { reason } = (body ?? {}) as { reason?: unknown };
    if (!isQuarter(quarter)) throw new ProblemError('not-found');
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > MAX_REASON)
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/reason', rule: 'length', message: `reason: 1–${MAX_REASON}` }] });
    return this.commands.execute(new RestateQuarter(viewer, quarter, reason.trim()));
  }

  @Post('quarterly/:quarter/close')
  @Access('reports.close')
  @HttpCode(200)
  close(@FromCaller() { viewer }: Caller, @Param('quarter') quarter: string): Promise<object> {
    if (!isQuarter(quarter)) throw new ProblemError('not-found');
    return this.commands.execute(new CloseQuarter(viewer, quarter));
  }
}

/** The version that is asked for; undefined: the newest. One that is no number is none. */
const versionIn = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : -1;
