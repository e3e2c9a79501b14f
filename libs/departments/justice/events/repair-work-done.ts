import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { REPAIR } from '../codes';

/** 损害修复: session. */
@Event({
  type: 'justice.repair-work.done',
  version: 1,
  title: '损害修复',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'plan-002',
  purpose: 'educate',
  told: '100 % 被建议单位',
  example: { caseRef: '（2026）示712号', kind: 'apology' },
})
export class RepairWorkDone {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(REPAIR)) kind!: Code<typeof REPAIR>;
}
