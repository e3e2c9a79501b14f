import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsMonth, IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { NBSITEM } from '../codes';

/** 新生儿疾病筛查汇总: month of a facility, counts only. */
@Event({
  type: 'health.newborn-screening.counted',
  version: 1,
  title: '新生儿疾病筛查汇总',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  example: { facility: 'org-example-001', month: '202610', item: 'metabolic', eligible: 1, screened: 1, abnormal: 1 },
})
export class NewbornScreeningCounted {
  @Label('机构') @IsOrg() facility!: string;
  @Label('月份') @IsMonth() month!: string;
  @Label('项目') @IsIn(codes(NBSITEM)) item!: Code<typeof NBSITEM>;
  /** Unit: persons. */
  @Label('应检人数', 'persons') @IsInt() @Min(0) @Max(100_000) eligible!: number;
  /** Unit: persons. */
  @Label('筛查人数', 'persons') @IsInt() @Min(0) @Max(100_000) screened!: number;
  @Label('异常人数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) abnormal?: number;
}
