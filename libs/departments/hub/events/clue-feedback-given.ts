import { Countable, Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 反馈报告人. */
@Event({
  type: 'hub.clue.feedback-given',
  version: 1,
  title: '反馈报告人',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'standard-19',
  purpose: 'rescue',
  told: '报告人',
  example: { at: '2024-09-02T09:30:00.000+08:00', method: '情况说明' },
})
export class ClueFeedbackGiven {
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
  @Label('反馈方式') @IsOptional() @Secret() @FreeText(500) method?: Secret<string>;
}
