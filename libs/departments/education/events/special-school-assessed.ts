import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SSRES } from '../codes';

/** 专门教育评估: board of special education decides on need. */
@Event({
  type: 'education.special-school.assessed',
  version: 1,
  title: '专门教育评估',
  level: 'L5',
  sealable: true,
  category: 'K25',
  protection: ['school', 'justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '公安、监护人',
  example: { fileNo: '（2026）示737号', result: 'needed' },
})
export class SpecialSchoolAssessed {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('结果') @Countable() @IsIn(codes(SSRES)) result!: Code<typeof SSRES>;
}
