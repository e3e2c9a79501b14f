import { Event, Label, type Quarter } from '@lianhu/kernel';
import { IsQuarter } from '@lianhu/standards';

/** 季报开启: the quarter has ended and its report is being made. */
@Event({
  type: 'hub.report.opened',
  version: 1,
  title: '季报开启',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'statistics',
  child: false,
  example: { quarter: '2026-Q3' },
})
export class ReportOpened {
  @Label('季度') @IsQuarter() quarter!: Quarter;
}
