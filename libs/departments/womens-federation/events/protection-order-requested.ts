import { CaseRef, Event, Label, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';

/** 代为申请保护令: application on behalf. */
@Event({
  type: 'womens-federation.protection-order.requested',
  version: 1,
  title: '代为申请保护令',
  level: 'L5',
  category: 'K09',
  protection: ['family', 'justice'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '法院',
  example: { caseRef: '（2026）示117号' },
})
export class ProtectionOrderRequested {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
}
