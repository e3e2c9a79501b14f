import { Event, Label } from '@lianhu/kernel';
import { IsMonth, IsOrg } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 产前筛查汇总: month of a facility, counts only. */
@Event({
  type: 'health.prenatal-screening.counted',
  version: 1,
  title: '产前筛查汇总',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  example: { facility: 'org-example-001', month: '202610', eligible: 1, screened: 1, abnormal: 1 },
})
export class PrenatalScreeningCounted {
  @Label('机构') @IsOrg() facility!: string;
  @Label('月份') @IsMonth() month!: string;
  /** Unit: persons. */
  @Label('应检人数', 'persons') @IsInt() @Min(0) @Max(100_000) eligible!: number;
  /** Unit: persons. */
  @Label('筛查人数', 'persons') @IsInt() @Min(0) @Max(100_000) screened!: number;
  @Label('异常人数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) abnormal?: number;
}
