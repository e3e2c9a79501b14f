import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MEASURE } from '../codes';

/** 未成年人违法处理: offence by minor closed. */
@Event({
  type: 'police.minor-offender.handled',
  version: 1,
  title: '未成年人违法处理',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '检察；教育（任务，仅矫治）',
  example: { caseRef: '（2026）示283号', age: 12, measure: 'none', repeatIn12m: 1 },
})
export class MinorOffenderHandled {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  /** Unit: years. */
  @Label('年龄', 'years') @Countable() @IsInt() @Min(0) @Max(120) age!: number;
  @Label('处理决定') @Countable() @IsIn(codes(MEASURE)) measure!: Code<typeof MEASURE>;
  @Label('近12个月次数') @Countable() @IsInt() @Min(0) @Max(1_000_000) repeatIn12m!: number;
}
