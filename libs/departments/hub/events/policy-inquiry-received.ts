import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { CALL, FreeText, IsMoment } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { LINE } from '../codes';

/** 政策咨询受理. */
@Event({
  type: 'hub.policy-inquiry.received',
  version: 1,
  title: '政策咨询受理',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '单位',
  example: { topic: 'domestic-violence', channel: '110', dueAt: '2026-10-12T09:30:00.000+08:00', question: '情况说明' },
})
export class PolicyInquiryReceived {
  @Label('主题') @IsIn(codes(CALL)) topic!: Code<typeof CALL>;
  @Label('渠道') @IsIn(codes(LINE)) channel!: Code<typeof LINE>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('咨询内容') @IsOptional() @Secret() @FreeText(500) question?: Secret<string>;
}
