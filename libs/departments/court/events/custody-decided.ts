import { Event, Label, Secret } from '@lianhu/kernel';
import { NumberText, PersonText } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** 抚养监护探望裁判生效: effective document. */
@Event({
  type: 'court.custody.decided',
  version: 1,
  title: '抚养监护探望裁判生效',
  level: 'L4',
  category: 'K22',
  protection: ['family', 'justice'],
  basis: 'civil-code',
  purpose: 'educate',
  told: '民政、教育（任务）、乡镇 ≤ 3个工作日',
  example: { caseRef: '示〔2026〕21号', custodian: 'P-0001', visiting: true, moveOut: true },
})
export class CustodyDecided {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('抚养人') @Secret() @PersonText() custodian!: Secret<string>;
  @Label('是否确定探望') @IsOptional() @IsBoolean() visiting?: boolean;
  @Label('是否迁出') @IsOptional() @IsBoolean() moveOut?: boolean;
}
