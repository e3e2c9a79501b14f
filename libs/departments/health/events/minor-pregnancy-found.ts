import { CaseRef, Countable, Event, Label, Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 未成年怀孕: a test or visit showed it. */
@Event({
  type: 'health.minor-pregnancy.found',
  version: 1,
  title: '未成年怀孕',
  level: 'L5',
  category: 'K08',
  protection: ['society'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '不满 14 周岁：公安立即；14–17：立即核查是否被迫',
  mandatory: true,
  example: { clueRef: '示卫线〔2026〕8号', age: 16, weeks: 10 },
})
export class MinorPregnancyFound {
  /** Makes the case token. */
  @Label('线索编号') @CaseRef() @NumberText() clueRef!: Secret<string>;
  /** Unit: years. */
  @Label('年龄', 'years') @Countable() @IsInt() @Min(8) @Max(17) age!: number;
  /** Unit: weeks. */
  @Label('孕周', 'weeks') @IsOptional() @Secret() @IsInt() @Min(1) @Max(45) weeks?: Secret<number>;
  /** Unit: years. */
  @Label('对方年龄', 'years') @IsOptional() @Secret() @IsInt() @Min(8) @Max(120) partnerAge?: Secret<number>;
}
