import { CaseRef, Countable, Event, Label, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 羁押必要性审查: review. */
@Event({
  type: 'procuratorate.custody-necessity.reviewed',
  version: 1,
  title: '羁押必要性审查',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'plan-000',
  purpose: 'educate',
  told: '公安、法院',
  example: { caseRef: '（2026）示677号', changed: true },
})
export class CustodyNecessityReviewed {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('是否变更') @Countable() @IsBoolean() changed!: boolean;
}
