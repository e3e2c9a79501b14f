import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CENSUS, TIER } from '../codes';

/** 摸排逐人确认. */
@Event({
  type: 'hub.census-round.child-confirmed',
  version: 1,
  title: '摸排逐人确认',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'minors-protection-law',
  purpose: 'aid',
  told: '乡镇',
  example: { round: 2, result: 'seen', tier: 'grid', seenOn: '2024-09-02', newlyFound: true },
})
export class CensusRoundChildConfirmed {
  @Label('轮次') @IsInt() @Min(1) @Max(10_000) round!: number;
  @Label('结果') @IsIn(codes(CENSUS)) result!: Code<typeof CENSUS>;
  @Label('层级') @IsIn(codes(TIER)) tier!: Code<typeof TIER>;
  @Label('见到日期') @IsOptional() @IsDay() seenOn?: PlainDate;
  @Label('是否新发现') @IsBoolean() newlyFound!: boolean;
}
