import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { NEG } from '../codes';

/** 负面清单(零)报告. */
@Event({
  type: 'hub.negative.declared',
  version: 1,
  title: '负面清单（零）报告',
  level: 'L2',
  category: 'K17',
  protection: ['government'],
  basis: 'minors-protection-law',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { item: 'N1', unit: 'org-example-001', zero: true, year: 2026 },
})
export class NegativeDeclared {
  @Label('负面清单条目') @IsIn(codes(NEG)) item!: Code<typeof NEG>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('是否零报告') @IsBoolean() zero!: boolean;
  @Label('年度') @IsInt() @Min(2020) @Max(2099) year!: number;
}
