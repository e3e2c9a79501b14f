import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { RestrictedCodes } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { DROPWHY, DROPWHY_INSTEAD } from '../codes';

/** 辍学确认: the county confirms it. */
@Event({
  type: 'education.dropout.confirmed',
  version: 1,
  title: '辍学确认',
  level: 'L4',
  category: 'K04',
  protection: ['school'],
  basis: 'compulsory-education-law',
  purpose: 'educate',
  told: '乡镇、未保办 ≤ 1 个工作日；监护人拒绝的：检察',
  example: { age: 13, reason: 'weary' },
})
export class DropoutConfirmed {
  /** Unit: years. */
  @Label('年龄', 'years') @IsInt() @Min(5) @Max(17) age!: number;
  @Label('原因') @IsIn(codes(DROPWHY)) @RestrictedCodes(DROPWHY_INSTEAD) reason!: Code<typeof DROPWHY>;
}
