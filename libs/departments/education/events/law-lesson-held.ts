import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, IsTerm } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { LAWBY } from '../codes';

/** 校内法治教育: lesson, mock court, open class. */
@Event({
  type: 'education.law-lesson.held',
  version: 1,
  title: '校内法治教育',
  level: 'L1',
  category: 'K26',
  protection: ['school', 'justice'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '计入达标统计',
  example: { school: 'org-example-001', term: '2026-1', by: 'court', attendees: 1 },
})
export class LawLessonHeld {
  @Label('学校') @IsOrg() school!: string;
  @Label('学期') @IsTerm() term!: string;
  @Label('普法主体') @IsIn(codes(LAWBY)) by!: Code<typeof LAWBY>;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
}
