import { Event, Label } from '@lianhu/kernel';
import { IsMonth, IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 场所开放记录: month of a place. */
@Event({
  type: 'hub.place-opening.recorded',
  version: 1,
  title: '场所开放记录',
  level: 'L1',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-68',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: {
    place: 'org-example-001',
    month: '202610',
    weeks: 1,
    weeksWith5Days: 1,
    holidayPeriods: 1,
    holidayPeriodsOpen: 1,
    openings: 1,
    openingsUnder3h: 1,
    minutes: 1,
  },
})
export class PlaceOpeningRecorded {
  @Label('场所') @IsOrg() place!: string;
  @Label('月份') @IsMonth() month!: string;
  @Label('周数') @IsInt() @Min(0) @Max(1_000_000) weeks!: number;
  @Label('开放满5天的周数') @IsInt() @Min(0) @Max(1_000_000) weeksWith5Days!: number;
  @Label('假期时段数') @IsInt() @Min(0) @Max(1_000_000) holidayPeriods!: number;
  @Label('假期开放时段数') @IsInt() @Min(0) @Max(1_000_000) holidayPeriodsOpen!: number;
  @Label('开放次数') @IsInt() @Min(0) @Max(1_000_000) openings!: number;
  @Label('不足3小时的次数') @IsInt() @Min(0) @Max(1_000_000) openingsUnder3h!: number;
  /** Unit: minutes. */
  @Label('时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) minutes!: number;
}
