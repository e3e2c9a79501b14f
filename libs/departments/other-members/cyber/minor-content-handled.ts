import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { NETKIND } from '../codes';

/** 涉未网络举报处置: case closed. */
@Event({
  type: 'cyber.minor-content.handled',
  version: 1,
  title: '涉未网络举报处置',
  level: 'L2',
  category: 'K16',
  protection: ['network'],
  basis: 'standard-45',
  child: false,
  purpose: 'supervise',
  told: '涉嫌犯罪的公安',
  example: { kind: 'pornography', handledMin: 1 },
})
export class MinorContentHandled {
  @Label('类别') @IsIn(codes(NETKIND)) kind!: Code<typeof NETKIND>;
  /** Unit: minutes. */
  @Label('处置时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) handledMin!: number;
}
