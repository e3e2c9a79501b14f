import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, IsTerm } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PSACT } from '../codes';

/** 学校家长学校活动: session of a school or kindergarten. */
@Event({
  type: 'education.parent-school.held',
  version: 1,
  title: '学校家长学校活动',
  level: 'L1',
  category: 'K26',
  protection: ['school', 'family'],
  basis: 'plan-000',
  child: false,
  purpose: 'statistics',
  example: { school: 'org-example-001', term: '2026-1', kind: 'guidance', attendees: 1 },
})
export class ParentSchoolHeld {
  @Label('学校') @IsOrg() school!: string;
  @Label('学期') @IsTerm() term!: string;
  @Label('类别') @IsIn(codes(PSACT)) kind!: Code<typeof PSACT>;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
}
