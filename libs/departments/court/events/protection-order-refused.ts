import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { REFUSE } from '../codes';

/** 驳回人身安全保护令申请: the application was refused or withdrawn. */
@Event({
  type: 'court.protection-order.refused',
  version: 1,
  title: '驳回人身安全保护令申请',
  level: 'L5',
  category: 'K09',
  protection: ['justice'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '公安、妇联 ≤ 24 小时',
  example: { caseRef: '（2026）示0101民保令3号', reason: 'evidence' },
})
export class ProtectionOrderRefused {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('驳回原因') @Countable() @IsIn(codes(REFUSE)) reason!: Code<typeof REFUSE>;
}
