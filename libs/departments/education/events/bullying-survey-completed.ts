import { Event, Label } from '@lianhu/kernel';
import { IsOrg, IsTerm } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 全体学生欺凌专项调查: regular survey (no child). */
@Event({
  type: 'education.bullying-survey.completed',
  version: 1,
  title: '全体学生欺凌专项调查',
  level: 'L2',
  category: 'K16',
  protection: ['school'],
  basis: 'plan-000',
  child: false,
  purpose: 'supervise',
  told: '教育',
  example: { school: 'org-example-001', term: '2026-1', pupils: 1, answered: 1, signs: 1 },
})
export class BullyingSurveyCompleted {
  @Label('学校') @IsOrg() school!: string;
  @Label('学期') @IsTerm() term!: string;
  /** Unit: persons. */
  @Label('学生人数', 'persons') @IsInt() @Min(0) @Max(100_000) pupils!: number;
  /** Unit: persons. */
  @Label('答卷人数', 'persons') @IsInt() @Min(0) @Max(100_000) answered!: number;
  @Label('发现迹象数') @IsInt() @Min(0) @Max(1_000_000) signs!: number;
}
