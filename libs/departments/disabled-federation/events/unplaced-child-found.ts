import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISKIND } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 适龄残疾儿童未入学: matching. */
@Event({
  type: 'disabled-federation.unplaced-child.found',
  version: 1,
  title: '适龄残疾儿童未入学',
  level: 'L4',
  category: 'K07',
  protection: ['school'],
  basis: 'standard-48',
  purpose: 'treat',
  told: '教育 ≤ 5个工作日',
  example: { age: 12, kind: 'vision' },
})
export class UnplacedChildFound {
  /** Unit: years. */
  @Label('年龄', 'years') @IsInt() @Min(0) @Max(120) age!: number;
  @Label('类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
}
