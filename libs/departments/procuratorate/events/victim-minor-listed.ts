import { CaseRef, Countable, Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';

/** 未成年被害人纳入关注: category 15 begins; only its case token is known outside. */
@Event({
  type: 'procuratorate.victim-minor.listed',
  version: 1,
  title: '未成年被害人纳入关注',
  level: 'L5',
  category: 'K10',
  protection: ['justice', 'government'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '仅个案专员',
  example: { caseRef: '示检未〔2026〕11号', since: '2024-09-02' },
})
export class VictimMinorListed {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('起始日期') @Countable() @IsDay() since!: PlainDate;
}
