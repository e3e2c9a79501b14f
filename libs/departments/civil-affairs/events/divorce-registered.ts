import { Event, Label } from '@lianhu/kernel';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';

/** 离婚登记(有未成年子女): registration. */
@Event({
  type: 'civil-affairs.divorce.registered',
  version: 1,
  title: '离婚登记（有未成年子女）',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'standard-24',
  purpose: 'educate',
  told: '乡镇（任务） ≤ 5个工作日',
  example: { children: 1, guidanceGiven: true },
})
export class DivorceRegistered {
  /** Unit: persons. */
  @Label('子女人数', 'persons') @IsInt() @Min(0) @Max(100_000) children!: number;
  @Label('是否家庭教育指导') @IsBoolean() guidanceGiven!: boolean;
}
