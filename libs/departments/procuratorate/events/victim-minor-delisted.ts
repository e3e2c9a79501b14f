import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { AdultToo, EXIT, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 未成年被害人退出关注: the reason is gone. */
@AdultToo()
@Event({
  type: 'procuratorate.victim-minor.delisted',
  version: 1,
  title: '未成年被害人退出关注',
  level: 'L5',
  category: 'K10',
  protection: ['justice', 'government'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '仅个案专员',
  example: { caseRef: '示检未〔2026〕11号', reason: 'resolved' },
})
export class VictimMinorDelisted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('退出原因') @Countable() @IsIn(codes(EXIT)) reason!: Code<typeof EXIT>;
}
