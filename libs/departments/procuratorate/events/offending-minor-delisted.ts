import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { AdultToo, EXIT, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 涉罪未成年人退出帮教: the reason is gone. */
@AdultToo()
@Event({
  type: 'procuratorate.offending-minor.delisted',
  version: 1,
  title: '涉罪未成年人退出帮教',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '仅个案专员',
  example: { caseRef: '示检未〔2026〕11号', reason: 'resolved' },
})
export class OffendingMinorDelisted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('退出原因') @Countable() @IsIn(codes(EXIT)) reason!: Code<typeof EXIT>;
}
