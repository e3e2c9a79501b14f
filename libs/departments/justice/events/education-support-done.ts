import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EDUSUP } from '../codes';

/** 教育帮扶: session. */
@Event({
  type: 'justice.education-support.done',
  version: 1,
  title: '教育帮扶',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'plan-002',
  purpose: 'educate',
  told: '100 % 被建议单位',
  example: { caseRef: '（2026）示471号', kind: 'family-empowerment' },
})
export class EducationSupportDone {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(EDUSUP)) kind!: Code<typeof EDUSUP>;
}
