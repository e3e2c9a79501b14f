import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { FRISK } from '../codes';

/** 家庭风险发现: visit finds risk. */
@Event({
  type: 'womens-federation.family-risk.found',
  version: 1,
  title: '家庭风险发现',
  level: 'L4',
  category: 'K03',
  protection: ['family'],
  basis: 'plan-001',
  purpose: 'rescue',
  told: '乡镇 ≤ 24小时',
  example: { kind: 'neglect' },
})
export class FamilyRiskFound {
  @Label('类别') @IsIn(codes(FRISK)) kind!: Code<typeof FRISK>;
}
