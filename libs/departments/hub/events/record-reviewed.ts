import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, PersonText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { REVIEW } from '../codes';

/** 身份核对意见: what one person says of two files. Two who say the same merge or split them by an event of its own. */
@Event({
  type: 'hub.record.reviewed',
  version: 1,
  title: '身份核对意见',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '数据专员',
  example: { verdict: 'later', score: 85, by: 'P-00011', reason: '等学校核对监护人电话' },
})
export class RecordReviewed {
  @Label('意见') @IsIn(codes(REVIEW)) verdict!: Code<typeof REVIEW>;
  /** Unit: points, of 100. */
  @Label('相似分', 'points') @IsInt() @Min(0) @Max(100) score!: number;
  @Label('核对人') @Secret() @PersonText() by!: Secret<string>;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
