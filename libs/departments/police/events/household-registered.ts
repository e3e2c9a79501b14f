import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { HUKOU } from '../codes';

/** 户口登记、发现未落户: an entry in the household register, or a gap found. */
@Event({
  type: 'police.household.registered',
  version: 1,
  title: '户口登记、发现未落户',
  level: 'L3',
  category: 'K01',
  protection: ['government'],
  basis: 'household-register-rules',
  purpose: 'aid',
  told: '民政、未保办 ≤ 5 个工作日',
  example: { kind: 'unregistered', waitingSince: '2024-09-02' },
})
export class HouseholdRegistered {
  @Label('户口事项') @IsIn(codes(HUKOU)) kind!: Code<typeof HUKOU>;
  @Label('待落户起始日期') @IsOptional() @IsDay() waitingSince?: PlainDate;
}
