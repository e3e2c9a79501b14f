import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PERIOD } from '../codes';

/** 重要时段网吧检查: round of checks (no child). */
@Event({
  type: 'culture.netcafe-check.done',
  version: 1,
  title: '重要时段网吧检查',
  level: 'L1',
  category: 'K16',
  protection: ['network', 'society'],
  basis: 'standard-43',
  child: false,
  purpose: 'supervise',
  told: '公告',
  example: { on: '2024-09-02', period: 'winter-holiday', venues: 1, violations: 1 },
})
export class NetcafeCheckDone {
  @Label('日期') @IsDay({ own: true }) on!: PlainDate;
  @Label('时段') @IsIn(codes(PERIOD)) period!: Code<typeof PERIOD>;
  @Label('检查场所数') @IsInt() @Min(0) @Max(1_000_000) venues!: number;
  @Label('违规数') @IsInt() @Min(0) @Max(1_000_000) violations!: number;
}
