import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { CNPEND } from '../codes';

/** 考验期满/撤销: end. */
@Event({
  type: 'procuratorate.conditional-nonprosecution.concluded',
  version: 1,
  title: '考验期满、撤销',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '不起诉的启动封存',
  example: { caseRef: '（2026）示815号', outcome: 'nonprosecution' },
})
export class ConditionalNonprosecutionConcluded {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('结果') @Countable() @IsIn(codes(CNPEND)) outcome!: Code<typeof CNPEND>;
}
