import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISKIND } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 儿童残疾初筛疑似: a first screening was positive. */
@Event({
  type: 'health.screening.suspected',
  version: 1,
  title: '儿童残疾初筛疑似',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'disability-screening',
  purpose: 'treat',
  told: '县妇幼保健机构 ≤ 5 个工作日',
  example: { kind: 'hearing', ageMonths: 8 },
})
export class ScreeningSuspected {
  @Label('残疾类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
  /** Unit: months. */
  @Label('月龄', 'months') @IsInt() @Min(0) @Max(215) ageMonths!: number;
}
