import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NEED, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';

/** 被害人多元救助: support set. */
@Event({
  type: 'procuratorate.victim-support.arranged',
  version: 1,
  title: '被害人多元救助',
  level: 'L5',
  category: 'K10',
  protection: ['justice', 'government'],
  basis: 'standard-59',
  purpose: 'rescue',
  told: '民政、卫健、教育（任务） ≤ 24小时',
  example: { caseRef: '（2026）示341号', kinds: ['guardianship'] },
})
export class VictimSupportArranged {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(NEED), { each: true }) kinds!: Code<
    typeof NEED
  >[];
}
