import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, RestrictedCodes } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { DROPWHY, DROPWHY_INSTEAD } from '../codes';

/** 疑似辍学: the school enters the pupil in its ledger. */
@Event({
  type: 'education.dropout.suspected',
  version: 1,
  title: '疑似辍学',
  level: 'L4',
  category: 'K04',
  protection: ['school'],
  basis: 'compulsory-education-law',
  purpose: 'educate',
  told: '教育、乡镇 ≤ 1 个工作日',
  example: { since: '2024-09-02', reason: 'weary' },
})
export class DropoutSuspected {
  @Label('起始日期') @IsDay() since!: PlainDate;
  @Label('原因') @IsOptional() @IsIn(codes(DROPWHY)) @RestrictedCodes(DROPWHY_INSTEAD) reason?: Code<typeof DROPWHY>;
}
