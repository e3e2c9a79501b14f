import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ORDST } from '../codes';

/** 指导令执行反馈: month/final. */
@Event({
  type: 'womens-federation.order-execution.reported',
  version: 1,
  title: '指导令执行反馈',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'family-education-law',
  purpose: 'educate',
  told: '法院、检察、公安 ≤ 5个工作日',
  example: { orderNo: '示〔2026〕42号', state: 'running', absent: 1 },
})
export class OrderExecutionReported {
  @Label('文书编号') @Secret() @NumberText() orderNo!: Secret<string>;
  @Label('状态') @IsIn(codes(ORDST)) state!: Code<typeof ORDST>;
  @Label('缺席次数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) absent?: number;
}
