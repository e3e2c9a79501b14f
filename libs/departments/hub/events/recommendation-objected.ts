import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 提出异议. */
@Event({
  type: 'hub.recommendation.objected',
  version: 1,
  title: '提出异议',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'minors-protection-law',
  child: false,
  purpose: 'supervise',
  told: '提出机关',
  example: { at: '2024-09-02', reason: '情况说明' },
})
export class RecommendationObjected {
  @Label('日期') @IsDay({ own: true }) at!: PlainDate;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
