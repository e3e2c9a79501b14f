import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { BREACH } from '../codes';

/** 矫正违规: breach. */
@Event({
  type: 'justice.correction-rule.breached',
  version: 1,
  title: '矫正违规',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'community-correction-law',
  purpose: 'educate',
  told: '检察 ≤ 24小时',
  example: { caseRef: '（2026）示630号', kind: 'out-of-supervision' },
})
export class CorrectionRuleBreached {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(BREACH)) kind!: Code<typeof BREACH>;
}
