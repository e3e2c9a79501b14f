import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, IsTerm } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { DUTY } from '../codes';

/** 学校保护制度自查: a duty of the school is checked (no child). */
@Event({
  type: 'education.school-duty.checked',
  version: 1,
  title: '学校保护制度自查',
  level: 'L2',
  category: 'K16',
  protection: ['school'],
  basis: 'standard-29',
  child: false,
  purpose: 'supervise',
  told: '教育',
  example: { school: 'org-example-001', term: '2026-1', duty: 'phone-keeping', met: true },
})
export class SchoolDutyChecked {
  @Label('学校') @IsOrg() school!: string;
  @Label('学期') @IsTerm() term!: string;
  @Label('职责项目') @IsIn(codes(DUTY)) duty!: Code<typeof DUTY>;
  @Label('是否落实') @IsBoolean() met!: boolean;
}
