import { CaseRef, codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ORDERKIND } from '../codes';

/** 案件指令: an authority's order about a case (sealing is one of several kinds, and the kind is secret). */
@Event({
  type: 'hub.case-order.issued',
  version: 1,
  title: '案件指令',
  level: 'L5',
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '案件各持有机关',
  example: { caseRef: '（2026）示361号', kind: 'seal', authority: 'org-example-001' },
})
export class CaseOrderIssued {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Secret() @IsIn(codes(ORDERKIND)) kind!: Secret<Code<typeof ORDERKIND>>;
  @Label('主管机关') @Secret() @IsOrg() authority!: Secret<string>;
}
