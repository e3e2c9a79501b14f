import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { GUIDEFORM, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 家庭教育指导: session. */
@Event({
  type: 'womens-federation.guidance.delivered',
  version: 1,
  title: '家庭教育指导',
  level: 'L3',
  category: 'K22',
  protection: ['family'],
  basis: 'standard-24',
  purpose: 'educate',
  told: '持令机关',
  example: { orderNo: '示〔2026〕36号', form: 'individual', minutes: 1 },
})
export class GuidanceDelivered {
  @Label('文书编号') @IsOptional() @Secret() @NumberText() orderNo?: Secret<string>;
  @Label('形式') @IsIn(codes(GUIDEFORM)) form!: Code<typeof GUIDEFORM>;
  /** Unit: minutes. */
  @Label('时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) minutes!: number;
}
