import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { CORREND } from '../codes';

/** 解矫/收监: end. */
@Event({
  type: 'justice.correction.ended',
  version: 1,
  title: '解矫、收监',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '核对封存',
  example: { caseRef: '（2026）示743号', outcome: 'completed' },
})
export class CorrectionEnded {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('结果') @Countable() @IsIn(codes(CORREND)) outcome!: Code<typeof CORREND>;
}
