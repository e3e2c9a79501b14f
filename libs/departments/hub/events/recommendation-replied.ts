import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** 书面回复. */
@Event({
  type: 'hub.recommendation.replied',
  version: 1,
  title: '书面回复',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-62',
  child: false,
  purpose: 'supervise',
  told: '提出机关；未保办',
  example: { at: '2024-09-02', accepted: true, measures: '情况说明' },
})
export class RecommendationReplied {
  @Label('日期') @IsDay({ own: true }) at!: PlainDate;
  @Label('是否采纳') @IsBoolean() accepted!: boolean;
  @Label('整改措施') @IsOptional() @Secret() @FreeText(500) measures?: Secret<string>;
}
