import { Event, Label } from '@lianhu/kernel';
import { IsBoolean } from 'class-validator';

/** 结婚登记: registration (no child). */
@Event({
  type: 'civil-affairs.marriage.registered',
  version: 1,
  title: '结婚登记',
  level: 'L2',
  category: 'K22',
  protection: ['family'],
  basis: 'plan-001',
  child: false,
  purpose: 'educate',
  told: '计入统计',
  example: { guidanceGiven: true },
})
export class MarriageRegistered {
  @Label('是否家庭教育指导') @IsBoolean() guidanceGiven!: boolean;
}
