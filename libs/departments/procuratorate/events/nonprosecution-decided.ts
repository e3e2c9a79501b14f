import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { NPKIND } from '../codes';

/** 不起诉决定: decision. */
@Event({
  type: 'procuratorate.nonprosecution.decided',
  version: 1,
  title: '不起诉决定',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '公安 ≤ 3 天封存',
  example: { caseRef: '（2026）示259号', kind: 'statutory' },
})
export class NonprosecutionDecided {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(NPKIND)) kind!: Code<typeof NPKIND>;
}
