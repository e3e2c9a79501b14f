import { CaseRef, Countable, Event, Label, type Moment, type Secret } from '@lianhu/kernel';
import { IsMoment, NumberText } from '@lianhu/standards';

/** 提前介入: prosecutor joins. */
@Event({
  type: 'procuratorate.early-intervention.started',
  version: 1,
  title: '提前介入',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'rescue',
  told: '公安',
  example: { caseRef: '（2026）示673号', at: '2024-09-02T09:30:00.000+08:00' },
})
export class EarlyInterventionStarted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
}
