import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISKIND } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 康复救助申请: application. */
@Event({
  type: 'disabled-federation.rehab.applied',
  version: 1,
  title: '康复救助申请',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'rehabilitation-rules',
  purpose: 'treat',
  told: '残联（10 个工作日办结）',
  example: { ageMonths: 1, kind: 'vision' },
})
export class RehabApplied {
  /** Unit: months. */
  @Label('月龄', 'months') @IsInt() @Min(0) @Max(1200) ageMonths!: number;
  @Label('类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
}
