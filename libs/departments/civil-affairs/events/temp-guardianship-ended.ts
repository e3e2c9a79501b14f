import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { TGEND } from '../codes';

/** 临时监护终止: returned/long-term/adopted. */
@Event({
  type: 'civil-affairs.temp-guardianship.ended',
  version: 1,
  title: '临时监护终止',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '公安、乡镇 ≤ 24小时',
  example: { outcome: 'returned', assessed: true, assessmentRef: '示〔2026〕37号' },
})
export class TempGuardianshipEnded {
  @Label('结果') @IsIn(codes(TGEND)) outcome!: Code<typeof TGEND>;
  @Label('是否经评估') @IsBoolean() assessed!: boolean;
  @Label('评估编号') @IsOptional() @Secret() @NumberText() assessmentRef?: Secret<string>;
}
