import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** 复学: back in class. */
@Event({
  type: 'education.student.returned',
  version: 1,
  title: '复学',
  level: 'L3',
  category: 'K04',
  protection: ['school'],
  basis: 'compulsory-education-law',
  purpose: 'educate',
  told: '满 30 日稳定后销号',
  example: { at: '2024-09-02', stable30d: false },
})
export class StudentReturned {
  @Label('复学日期') @IsDay({ own: true }) at!: PlainDate;
  @Label('是否已稳定30日') @IsOptional() @IsBoolean() stable30d?: boolean;
}
