import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { CENSUSCAT, IsMoment } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';

/** 摸排开启. */
@Event({
  type: 'hub.census-round.opened',
  version: 1,
  title: '摸排开启',
  level: 'L3',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'plan-004',
  child: false,
  purpose: 'aid',
  told: '乡镇、村居、网格员 即时',
  example: { round: 2, groups: ['01'], dueAt: '2026-10-12T09:30:00.000+08:00', listed: 1 },
})
export class CensusRoundOpened {
  @Label('轮次') @IsInt() @Min(1) @Max(10_000) round!: number;
  @Label('摸排类别') @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(CENSUSCAT), { each: true }) groups!: Code<typeof CENSUSCAT>[];
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  /** Unit: persons. */
  @Label('应摸排人数', 'persons') @IsInt() @Min(0) @Max(100_000) listed!: number;
}
