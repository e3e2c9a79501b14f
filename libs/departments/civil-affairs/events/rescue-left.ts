import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsTown } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { RESCUEEND } from '../codes';

/** 离站/护送返乡: handover. */
@Event({
  type: 'civil-affairs.rescue.left',
  version: 1,
  title: '离站、护送返乡',
  level: 'L4',
  category: 'K21',
  protection: ['government'],
  basis: 'standard-52',
  purpose: 'rescue',
  told: '户籍地乡镇 ≤ 24 小时',
  example: { outcome: 'relative', toTown: '990101001' },
})
export class RescueLeft {
  @Label('结果') @IsIn(codes(RESCUEEND)) outcome!: Code<typeof RESCUEEND>;
  @Label('去向乡镇') @IsTown() toTown!: string;
}
