import { Event, Label, type Quarter } from '@lianhu/kernel';
import { IsQuarter } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 确认. */
@Event({
  type: 'hub.report.confirmed',
  version: 1,
  title: '确认',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'standard-23',
  child: false,
  purpose: 'statistics',
  told: '领导小组',
  example: { quarter: '2026-Q3', version: 2 },
})
export class ReportConfirmed {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('版本') @IsInt() @Min(1) @Max(10_000) version!: number;
}
