import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { VERIF } from '../codes';

/** 落实核查. */
@Event({
  type: 'hub.recommendation.verified',
  version: 1,
  title: '落实核查',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-62',
  child: false,
  purpose: 'supervise',
  told: '被建议单位；未保办',
  example: { result: 'done' },
})
export class RecommendationVerified {
  @Label('结果') @IsIn(codes(VERIF)) result!: Code<typeof VERIF>;
}
