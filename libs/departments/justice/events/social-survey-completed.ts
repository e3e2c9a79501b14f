import { CaseRef, Countable, Event, Label, Secret } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 社会调查: report delivered. */
@Event({
  type: 'justice.social-survey.completed',
  version: 1,
  title: '社会调查',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'standard-60',
  purpose: 'educate',
  told: '委托机关 ≤ 10个工作日',
  example: { caseRef: '（2026）示574号', org: 'org-example-001', days: 1 },
})
export class SocialSurveyCompleted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('单位') @Secret() @IsOrg() org!: Secret<string>;
  /** Unit: working days. */
  @Label('天数', 'working days') @Countable() @IsInt() @Min(0) @Max(1000) days!: number;
}
