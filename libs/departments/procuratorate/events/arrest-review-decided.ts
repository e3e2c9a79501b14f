import { CaseRef, Countable, Event, Label, Secret } from '@lianhu/kernel';
import { FreeText, NumberText } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** 审查逮捕决定: decision. */
@Event({
  type: 'procuratorate.arrest-review.decided',
  version: 1,
  title: '审查逮捕决定',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'educate',
  told: '公安',
  example: { caseRef: '（2026）示977号', arrested: true, reason: '情况说明' },
})
export class ArrestReviewDecided {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('是否批准逮捕') @Countable() @IsBoolean() arrested!: boolean;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
