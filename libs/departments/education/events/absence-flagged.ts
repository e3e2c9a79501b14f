import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';

/** 无故缺勤: unexplained absence of a school day or more. */
@Event({
  type: 'education.absence.flagged',
  version: 1,
  title: '无故缺勤',
  level: 'L3',
  category: 'K04',
  protection: ['school'],
  basis: 'compulsory-education-law',
  purpose: 'educate',
  told: '满 3 个教学日：乡镇（任务）',
  example: { days: 2, contacted: false, since: '2024-09-02' },
})
export class AbsenceFlagged {
  /** Length so far. Unit: school days. */
  @Label('缺勤天数', 'school days') @IsInt() @Min(1) @Max(250) days!: number;
  @Label('是否已联系到监护人') @IsBoolean() contacted!: boolean;
  /** First day of the absence; the same absence keeps its day when it is flagged again. */
  @Label('缺勤起始日期') @IsDay() since!: PlainDate;
}
