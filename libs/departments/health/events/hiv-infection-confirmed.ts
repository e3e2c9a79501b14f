import { CaseRef, Countable, Event, Label, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';

/** 艾滋病毒感染确认: confirmed. */
@Event({
  type: 'health.hiv-infection.confirmed',
  version: 1,
  title: '艾滋病毒感染确认',
  level: 'L5',
  category: 'K07',
  protection: ['government'],
  basis: 'minors-protection-law',
  purpose: 'treat',
  told: '民政个案专员 ≤ 5个工作日',
  example: { fileNo: '（2026）示404号', confirmedOn: '2024-09-02' },
})
export class HivInfectionConfirmed {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('确认日期') @Countable() @IsDay({ own: true }) confirmedOn!: PlainDate;
}
