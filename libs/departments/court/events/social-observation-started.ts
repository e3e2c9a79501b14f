import { CaseRef, Countable, Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 社会观护: observer appointed. */
@Event({
  type: 'court.social-observation.started',
  version: 1,
  title: '社会观护',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'standard-60',
  purpose: 'educate',
  told: '乡镇（任务）',
  example: { caseRef: '（2026）示684号', org: 'org-example-001', to: '2026-10-12' },
})
export class SocialObservationStarted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('单位') @Secret() @IsOrg() org!: Secret<string>;
  @Label('截止日期') @IsOptional() @Countable() @IsDay({ ahead: true }) to?: PlainDate;
}
