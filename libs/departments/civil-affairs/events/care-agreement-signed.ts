import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NotBefore, PersonText, REL } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { FREQ } from '../codes';

/** 委托照护协议签订: the child is entrusted to somebody who is not a guardian. */
@Event({
  type: 'civil-affairs.care-agreement.signed',
  version: 1,
  title: '委托照护协议签订',
  level: 'L4',
  category: 'K03',
  protection: ['family'],
  basis: 'left-behind-rules',
  purpose: 'assess',
  told: '村居、教育（任务） ≤ 5 个工作日',
  example: { carer: '照护人甲', rel: 'paternal-grandparent', from: '2026-10-12', to: '2027-10-11', contactFreq: 'weekly' },
})
export class CareAgreementSigned {
  @Label('受委托照护人') @Secret() @PersonText() carer!: Secret<string>;
  @Label('与未成年人关系') @IsIn(codes(REL)) rel!: Code<typeof REL>;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
  @Label('截止日期') @IsOptional() @IsDay({ ahead: true }) @NotBefore('from') to?: PlainDate;
  /** How often the parents keep in touch. */
  @Label('父母联系频次') @IsOptional() @IsIn(codes(FREQ)) contactFreq?: Code<typeof FREQ>;
}
