import { CaseRef, Countable, Event, Label, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 未成年强制戒毒: admission. */
@Event({
  type: 'justice.minor-detox.started',
  version: 1,
  title: '未成年强制戒毒',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'plan-002',
  purpose: 'educate',
  told: '检察、民政（任务）',
  example: { fileNo: '（2026）示152号', from: '2024-09-02', to: '2026-10-12' },
})
export class MinorDetoxStarted {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('起始日期') @Countable() @IsDay() from!: PlainDate;
  @Label('截止日期') @IsOptional() @Countable() @IsDay({ ahead: true }) to?: PlainDate;
}
