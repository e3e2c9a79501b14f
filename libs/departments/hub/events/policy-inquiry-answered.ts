import { Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 政策咨询答复. */
@Event({
  type: 'hub.policy-inquiry.answered',
  version: 1,
  title: '政策咨询答复',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '咨询人',
  example: { by: 'org-example-001', at: '2024-09-02T09:30:00.000+08:00', answer: '情况说明' },
})
export class PolicyInquiryAnswered {
  @Label('办理单位') @IsOrg() by!: string;
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
  @Label('答复内容') @IsOptional() @Secret() @FreeText(500) answer?: Secret<string>;
}
