import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { STAGE } from '../codes';

/** 学生体质健康监测汇总: yearly check of a school, counts only. */
@Event({
  type: 'education.health-check.counted',
  version: 1,
  title: '学生体质健康监测汇总',
  level: 'L1',
  category: 'K17',
  protection: ['school'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '卫健、教育',
  example: {
    school: 'org-example-001',
    year: 2026,
    stage: 'kindergarten',
    enrolled: 1,
    checked: 1,
    myopic: 1,
    obese: 1,
    scoliosis: 1,
    flatFoot: 1,
    age12Checked: 1,
    age12Caries: 1,
    referred: 1,
    parentsTold: 1,
  },
})
export class HealthCheckCounted {
  @Label('学校') @IsOrg() school!: string;
  @Label('年度') @IsInt() @Min(2020) @Max(2099) year!: number;
  @Label('阶段') @IsIn(codes(STAGE)) stage!: Code<typeof STAGE>;
  /** Unit: persons. */
  @Label('在校人数', 'persons') @IsInt() @Min(0) @Max(100_000) enrolled!: number;
  /** Unit: persons. */
  @Label('受检人数', 'persons') @IsInt() @Min(0) @Max(100_000) checked!: number;
  @Label('近视人数') @IsInt() @Min(0) @Max(1_000_000) myopic!: number;
  @Label('肥胖人数') @IsInt() @Min(0) @Max(1_000_000) obese!: number;
  @Label('脊柱侧弯人数') @IsInt() @Min(0) @Max(1_000_000) scoliosis!: number;
  @Label('扁平足人数') @IsInt() @Min(0) @Max(1_000_000) flatFoot!: number;
  @Label('12岁检查人数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) age12Checked?: number;
  @Label('12岁患龋人数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) age12Caries?: number;
  @Label('转诊人数') @IsInt() @Min(0) @Max(1_000_000) referred!: number;
  @Label('告知家长人数') @IsInt() @Min(0) @Max(1_000_000) parentsTold!: number;
}
