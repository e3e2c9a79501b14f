import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { POST } from '../codes';

/** 风险评估. */
@Event({
  type: 'hub.risk.assessed',
  version: 1,
  title: '风险评估',
  level: 'L4',
  category: 'K19',
  protection: ['government'],
  basis: 'standard-28',
  purpose: 'assess',
  told: '乡镇、未保办',
  example: { guardianship: 1, body: 1, behaviour: 1, safety: 1, level: 2, ruleSet: 2, assessor: 'office-director' },
})
export class RiskAssessed {
  @Label('监护得分') @IsInt() @Min(0) @Max(40) guardianship!: number;
  @Label('身体状况得分') @IsInt() @Min(0) @Max(20) body!: number;
  @Label('行为得分') @IsInt() @Min(0) @Max(20) behaviour!: number;
  @Label('安全得分') @IsInt() @Min(0) @Max(20) safety!: number;
  @Label('等级') @IsInt() @Min(1) @Max(4) level!: number;
  @Label('规则版本') @IsInt() @Min(1) @Max(10_000) ruleSet!: number;
  @Label('评估人岗位') @IsIn(codes(POST)) assessor!: Code<typeof POST>;
}
