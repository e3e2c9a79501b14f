import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { GUIDEFORM, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 家事案件家庭教育指导: guidance to the parties done. */
@Event({
  type: 'court.family-guidance.given',
  version: 1,
  title: '家事案件家庭教育指导',
  level: 'L3',
  category: 'K22',
  protection: ['family'],
  basis: 'family-education-law',
  purpose: 'educate',
  told: '指导任务办结',
  example: { caseRef: '示〔2026〕27号', form: 'individual', minutes: 1, receivers: 1 },
})
export class FamilyGuidanceGiven {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('形式') @IsIn(codes(GUIDEFORM)) form!: Code<typeof GUIDEFORM>;
  /** Unit: minutes. */
  @Label('时长（分钟）', 'minutes') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) minutes?: number;
  /** Unit: persons. */
  @Label('接受指导人数', 'persons') @IsInt() @Min(0) @Max(100_000) receivers!: number;
}
