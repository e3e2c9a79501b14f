import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { CHARGE, NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 侵害未成年人案判决生效: adult offender judged. */
@Event({
  type: 'court.offender-judgment.effective',
  version: 1,
  title: '侵害未成年人案判决生效',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'standard-21',
  purpose: 'rescue',
  told: '公安、检察；教育、人社（仅从业禁止）≤ 3 个工作日',
  example: { caseRef: '（2026）示742号', charge: 'sexual-assault', employmentBan: true, banYears: 1 },
})
export class OffenderJudgmentEffective {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('罪名类别') @Countable() @IsIn(codes(CHARGE)) charge!: Code<typeof CHARGE>;
  @Label('是否从业禁止') @Countable() @IsBoolean() employmentBan!: boolean;
  /** Unit: years. */
  @Label('禁止从业年限', 'calendar years') @IsOptional() @Secret() @IsInt() @Min(0) @Max(120) banYears?: Secret<number>;
}
