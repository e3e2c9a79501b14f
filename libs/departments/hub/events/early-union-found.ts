import { CaseRef, codes, Countable, Event, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { CLUESRC, IsDay, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { UNION } from '../codes';

/** 早婚早育苗头与存量. */
@Event({
  type: 'hub.early-union.found',
  version: 1,
  title: '早婚早育苗头与存量',
  level: 'L5',
  category: 'K08',
  protection: ['society'],
  basis: 'plan-004',
  purpose: 'rescue',
  told: '卫健 + 乡镇 工作专班 （任务）、未保办个案专员 ≤ 24小时 ；< 14: 公安 立即',
  example: { fileNo: '（2026）示390号', stage: 'sign', foundBy: 'school', age: 12, since: '2024-09-02' },
})
export class EarlyUnionFound {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('阶段') @Countable() @IsIn(codes(UNION)) stage!: Code<typeof UNION>;
  @Label('发现来源') @Countable() @IsIn(codes(CLUESRC)) foundBy!: Code<typeof CLUESRC>;
  /** Unit: years. */
  @Label('年龄', 'years') @IsOptional() @Countable() @IsInt() @Min(0) @Max(120) age?: number;
  @Label('起始日期') @IsOptional() @Countable() @IsDay() since?: PlainDate;
}
