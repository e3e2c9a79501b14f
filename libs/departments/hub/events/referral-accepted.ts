import { Event, Label } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';

/** 转介接收. */
@Event({
  type: 'hub.referral.accepted',
  version: 1,
  title: '转介接收',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'standard-22',
  purpose: 'rescue',
  told: '发出方',
  example: { by: 'org-example-001' },
})
export class ReferralAccepted {
  @Label('办理单位') @IsOrg() by!: string;
}
