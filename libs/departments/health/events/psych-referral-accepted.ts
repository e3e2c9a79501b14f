import { Event, Label } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 心理转介接诊: appointment met. */
@Event({
  type: 'health.psych-referral.accepted',
  version: 1,
  title: '心理转介接诊',
  level: 'L4',
  category: 'K06',
  protection: ['school', 'government'],
  basis: 'standard-60',
  purpose: 'treat',
  told: '发出方 ≤ 3个工作日',
  example: { fromOrg: 'org-example-001', waitDays: 1 },
})
export class PsychReferralAccepted {
  @Label('转介单位') @IsOrg() fromOrg!: string;
  /** Unit: days. */
  @Label('等待天数', 'days') @IsInt() @Min(0) @Max(3650) waitDays!: number;
}
