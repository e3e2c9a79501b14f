import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISKIND } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 初筛疑似排除: diagnosis negative. */
@Event({
  type: 'health.screening.cleared',
  version: 1,
  title: '初筛疑似排除',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'rehabilitation-rules',
  purpose: 'treat',
  example: { kind: 'vision' },
})
export class ScreeningCleared {
  @Label('类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
}
