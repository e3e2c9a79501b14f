import { Event, Label, Secret, type Quarter } from '@lianhu/kernel';
import { FreeText, IsQuarter, PersonText } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 重述. */
@Event({
  type: 'hub.report.restated',
  version: 1,
  title: '重述',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'statistics',
  told: '全体；审计',
  example: { quarter: '2026-Q3', version: 2, reason: '情况说明', approver: 'P-0001' },
})
export class ReportRestated {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('版本') @IsInt() @Min(1) @Max(10_000) version!: number;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
