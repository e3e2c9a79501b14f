import { Event, Label, Secret } from '@lianhu/kernel';
import { PersonText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 风险等级调整. */
@Event({
  type: 'hub.risk.regraded',
  version: 1,
  title: '风险等级调整',
  level: 'L4',
  category: 'K19',
  protection: ['government'],
  basis: 'standard-28',
  purpose: 'assess',
  told: '乡镇、村居、有关部门（任务）',
  example: { from: 2, to: 2, evidence: [1], approver: 'P-0001' },
})
export class RiskRegraded {
  @Label('调整前等级') @IsInt() @Min(1) @Max(4) from!: number;
  @Label('调整后等级') @IsInt() @Min(1) @Max(4) to!: number;
  /** Position in the log. */
  @Label('证据事件') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsInt({ each: true }) @Min(1, { each: true }) evidence!: number[];
  @Label('批准人') @IsOptional() @Secret() @PersonText() approver?: Secret<string>;
}
