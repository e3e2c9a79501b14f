import { CaseRef, codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ORDERKIND } from '../codes';

/** 案件指令执行. */
@Event({
  type: 'hub.case-order.executed',
  version: 1,
  title: '案件指令执行',
  level: 'L5',
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '提出机关、检察',
  example: { caseRef: '（2026）示563号', kind: 'seal', holder: 'org-example-001' },
})
export class CaseOrderExecuted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Secret() @IsIn(codes(ORDERKIND)) kind!: Secret<Code<typeof ORDERKIND>>;
  @Label('执行单位') @Secret() @IsOrg() holder!: Secret<string>;
}
