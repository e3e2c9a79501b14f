import { CaseRef, codes, Countable, Event, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { CORRECT } from '../codes';

/** 矫治教育/专门教育: measure decided. */
@Event({
  type: 'police.correction.decided',
  version: 1,
  title: '矫治教育、专门教育',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice', 'school'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '专门教育指导委员会、教育',
  example: { caseRef: '（2026）示814号', kind: 'admonition', to: '2026-10-12' },
})
export class CorrectionDecided {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(CORRECT)) kind!: Code<typeof CORRECT>;
  @Label('截止日期') @IsOptional() @Countable() @IsDay({ ahead: true }) to?: PlainDate;
}
