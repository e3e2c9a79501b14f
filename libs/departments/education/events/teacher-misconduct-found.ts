import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { TEACHMIS } from '../codes';

/** 师德失范查处通报: finding about a teacher (no child). */
@Event({
  type: 'education.teacher-misconduct.found',
  version: 1,
  title: '师德失范查处通报',
  level: 'L3',
  category: 'K15',
  protection: ['school'],
  basis: 'plan-000',
  child: false,
  purpose: 'supervise',
  told: '教育；通报时各学校',
  example: { school: 'org-example-001', teacher: 'P-0001', kind: 'corporal-punishment', circulatedOn: '2024-09-02' },
})
export class TeacherMisconductFound {
  @Label('学校') @IsOrg() school!: string;
  @Label('教师') @IsOptional() @Secret() @PersonText() teacher?: Secret<string>;
  @Label('类别') @IsIn(codes(TEACHMIS)) kind!: Code<typeof TEACHMIS>;
  @Label('通报日期') @IsOptional() @IsDay() circulatedOn?: PlainDate;
}
