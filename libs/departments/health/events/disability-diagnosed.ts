import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISGR, DISKIND } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 残疾诊断: confirmed. */
@Event({
  type: 'health.disability.diagnosed',
  version: 1,
  title: '残疾诊断',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'rehabilitation-rules',
  purpose: 'treat',
  told: '残联 ≤ 5个工作日',
  example: { kind: 'vision', grade: '1', ageMonths: 1 },
})
export class DisabilityDiagnosed {
  @Label('类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
  @Label('等级') @IsOptional() @IsIn(codes(DISGR)) grade?: Code<typeof DISGR>;
  /** Unit: months. */
  @Label('月龄', 'months') @IsInt() @Min(0) @Max(1200) ageMonths!: number;
}
