import { Event, Label, Secret, type Quarter } from '@lianhu/kernel';
import { FreeText, IsOrg, IsQuarter } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 退回. */
@Event({
  type: 'hub.report.returned',
  version: 1,
  title: '退回',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'standard-23',
  child: false,
  purpose: 'statistics',
  told: '单位',
  example: { quarter: '2026-Q3', unit: 'org-example-001', cell: '情况说明', reason: '情况说明' },
})
export class ReportReturned {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('单位') @IsOrg() unit!: string;
  @Label('指标单元') @IsOptional() @Secret() @FreeText(500) cell?: Secret<string>;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
