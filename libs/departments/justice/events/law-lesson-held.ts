import { Event, Label } from '@lianhu/kernel';
import { IsOrg, IsTerm } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 法治宣传: activity. */
@Event({
  type: 'justice.law-lesson.held',
  version: 1,
  title: '法治宣传',
  level: 'L1',
  category: 'K26',
  protection: ['justice'],
  basis: 'standard-63',
  child: false,
  purpose: 'statistics',
  told: '计入达标统计',
  example: { school: 'org-example-001', place: 'org-example-001', term: '2026-1', attendees: 1 },
})
export class LawLessonHeld {
  @Label('学校') @IsOptional() @IsOrg() school?: string;
  @Label('场所') @IsOptional() @IsOrg() place?: string;
  @Label('学期') @IsOptional() @IsTerm() term?: string;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
}
