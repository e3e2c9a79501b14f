import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { SOUT } from '../codes';

/** 办结回访. */
@Event({
  type: 'hub.hotline-case.answered',
  version: 1,
  title: '办结回访',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'standard-22',
  purpose: 'rescue',
  told: '未保办',
  example: { result: 'improved', satisfied: true },
})
export class HotlineCaseAnswered {
  @Label('结果') @IsIn(codes(SOUT)) result!: Code<typeof SOUT>;
  @Label('是否满意') @IsOptional() @IsBoolean() satisfied?: boolean;
}
