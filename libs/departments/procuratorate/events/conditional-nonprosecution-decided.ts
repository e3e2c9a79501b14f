import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { AdultToo, IsDay, IsOrg, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PROBTASK } from '../codes';

/** 附条件不起诉决定: decided with a probation of six to twelve months. */
@AdultToo()
@Event({
  type: 'procuratorate.conditional-nonprosecution.decided',
  version: 1,
  title: '附条件不起诉决定',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'criminal-procedure-law',
  purpose: 'educate',
  told: '公安、司法行政、监护人',
  example: { caseRef: '示检未附不诉〔2026〕1号', from: '2026-10-12', months: 6, tasks: ['report', 'study'], supervisorOrg: 'org-social-work-001' },
})
export class ConditionalNonprosecutionDecided {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('考验期起始') @Countable() @IsDay({ ahead: true }) from!: PlainDate;
  /** Length of the probation. Unit: calendar months. Source: criminal procedure law, 6 to 12. */
  @Label('考验期月数', 'calendar months') @Countable() @IsInt() @Min(6) @Max(12) months!: number;
  @Label('考验期任务')
  @IsOptional()
  @Secret()
  @IsArray()
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsIn(codes(PROBTASK), { each: true })
  tasks?: Secret<Code<typeof PROBTASK>[]>;
  @Label('帮教单位') @IsOptional() @Secret() @IsOrg() supervisorOrg?: Secret<string>;
}
