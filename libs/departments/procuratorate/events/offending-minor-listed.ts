import { CaseRef, Countable, Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';

/** 涉罪未成年人纳入帮教: category 16 begins; only its case token is known outside. */
@Event({
  type: 'procuratorate.offending-minor.listed',
  version: 1,
  title: '涉罪未成年人纳入帮教',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '仅个案专员',
  example: { caseRef: '示检未〔2026〕11号', since: '2024-09-02' },
})
export class OffendingMinorListed {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('起始日期') @Countable() @IsDay() since!: PlainDate;
}
