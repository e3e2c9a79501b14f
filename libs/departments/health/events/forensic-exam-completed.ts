import { CaseRef, Countable, Event, Label, type Moment, type Secret } from '@lianhu/kernel';
import { IsMoment, NumberText } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 伤情检查/采样: exam done. */
@Event({
  type: 'health.forensic-exam.completed',
  version: 1,
  title: '伤情检查、采样',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'standard-59',
  purpose: 'rescue',
  told: '公安、检察',
  example: { caseRef: '（2026）示408号', at: '2024-09-02T09:30:00.000+08:00', sampleSealed: true },
})
export class ForensicExamCompleted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
  @Label('样本是否封存') @Countable() @IsBoolean() sampleSealed!: boolean;
}
