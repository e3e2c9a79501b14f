import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { CONSENT } from '../codes';

/** 转介发出. */
@Event({
  type: 'hub.referral.sent',
  version: 1,
  title: '转介发出',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'plan-001',
  purpose: 'rescue',
  told: '接收方',
  example: { to: 'org-example-001', needs: ['guardianship'], urgent: true, dueAt: '2026-10-12T09:30:00.000+08:00', consent: 'given' },
})
export class ReferralSent {
  @Label('送达单位') @IsOrg() to!: string;
  @Label('需求') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(NEED), { each: true }) needs!: Code<typeof NEED>[];
  @Label('是否紧急') @IsBoolean() urgent!: boolean;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('知情同意') @IsOptional() @IsIn(codes(CONSENT)) consent?: Code<typeof CONSENT>;
}
