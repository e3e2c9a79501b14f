import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { GRADE } from '../codes';

/** 入学/学籍建立: start. */
@Event({
  type: 'education.student.enrolled',
  version: 1,
  title: '入学、学籍建立',
  level: 'L3',
  category: 'K04',
  protection: ['school'],
  basis: 'standard-47',
  purpose: 'educate',
  told: '民政比对',
  example: { studentNo: 'G990101201506010014', school: 'org-example-001', grade: 'nursery', boarding: true, migrantChild: true },
})
export class StudentEnrolled {
  @Label('学籍号') @Secret() @NumberText() studentNo!: Secret<string>;
  @Label('学校') @IsOrg() school!: string;
  @Label('等级') @IsIn(codes(GRADE)) grade!: Code<typeof GRADE>;
  @Label('是否寄宿') @IsBoolean() boarding!: boolean;
  @Label('是否随迁子女') @IsOptional() @IsBoolean() migrantChild?: boolean;
}
