import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { STUMOVE } from '../codes';

/** 学籍异动: transfer, leave, graduate. */
@Event({
  type: 'education.student.moved',
  version: 1,
  title: '学籍异动',
  level: 'L3',
  category: 'K04',
  protection: ['school'],
  basis: 'minors-protection-law',
  purpose: 'educate',
  told: '接收学校；断档预警',
  example: { kind: 'transfer', toSchool: 'org-example-001', expectedAt: '2026-10-12' },
})
export class StudentMoved {
  @Label('类别') @IsIn(codes(STUMOVE)) kind!: Code<typeof STUMOVE>;
  @Label('转入学校') @IsOptional() @IsOrg() toSchool?: string;
  @Label('预计日期') @IsOptional() @IsDay({ ahead: true }) expectedAt?: PlainDate;
}
