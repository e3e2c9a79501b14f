import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { RETURN } from '../codes';

/** 转介退回. */
@Event({
  type: 'hub.referral.returned',
  version: 1,
  title: '转介退回',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'standard-22',
  purpose: 'rescue',
  told: '发出方、未保办',
  example: { by: 'org-example-001', reason: 'not-duty' },
})
export class ReferralReturned {
  @Label('办理单位') @IsOrg() by!: string;
  @Label('原因') @IsIn(codes(RETURN)) reason!: Code<typeof RETURN>;
}
