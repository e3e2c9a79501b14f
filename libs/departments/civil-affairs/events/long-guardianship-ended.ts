import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { TGEND } from '../codes';

/** 长期监护结束: adopted, 18, guardian found. */
@Event({
  type: 'civil-affairs.long-guardianship.ended',
  version: 1,
  title: '长期监护结束',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '公安、乡镇 ≤ 5个工作日',
  example: { outcome: 'returned' },
})
export class LongGuardianshipEnded {
  @Label('结果') @IsIn(codes(TGEND)) outcome!: Code<typeof TGEND>;
}
