import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { GCAUSE, NumberText, PersonText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/** 社区矫正机构督促监护人: guardian of a corrected minor urged and educated. */
@Event({
  type: 'justice.guardian.urged',
  version: 1,
  title: '社区矫正机构督促监护人',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['family', 'justice'],
  basis: 'plan-000',
  purpose: 'educate',
  told: '拒不接受的检察',
  example: { caseRef: '（2026）示529号', guardian: 'P-0001', cause: 'refusal', heeded: true },
})
export class GuardianUrged {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('事由') @Countable() @IsIn(codes(GCAUSE)) cause!: Code<typeof GCAUSE>;
  @Label('是否听从') @IsOptional() @Countable() @IsBoolean() heeded?: boolean;
}
