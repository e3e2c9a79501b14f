import { Event, Label, type Quarter } from '@lianhu/kernel';
import { IsOrg, IsQuarter } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 部门复核. */
@Event({
  type: 'hub.report.reviewed',
  version: 1,
  title: '部门复核',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'standard-23',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { quarter: '2026-Q3', unit: 'org-example-001', version: 2 },
})
export class ReportReviewed {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('单位') @IsOrg() unit!: string;
  @Label('版本') @IsInt() @Min(1) @Max(10_000) version!: number;
}
