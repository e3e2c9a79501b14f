import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { CAT, CLUESRC, IsDay, RestrictedCodes } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LISTED_INSTEAD } from '../codes';

/** 纳入重点对象: a left-behind, migrant or difficult child was found. */
@Event({
  type: 'civil-affairs.minor.listed',
  version: 1,
  title: '纳入重点对象',
  level: 'L4',
  category: 'K02',
  protection: ['government', 'family'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '乡镇、村居即时；教育（任务） ≤ 5 个工作日',
  example: { category: '04', foundBy: 'village', since: '2024-09-02', carerAge: 66 },
})
export class MinorListed {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(LISTED_INSTEAD) category!: Code<typeof CAT>;
  @Label('发现来源') @IsIn(codes(CLUESRC)) foundBy!: Code<typeof CLUESRC>;
  @Label('起始日期') @IsDay() since!: PlainDate;
  /** Age of who looks after the child. Unit: years. */
  @Label('照护人年龄', 'years') @IsOptional() @IsInt() @Min(14) @Max(120) carerAge?: number;
}
