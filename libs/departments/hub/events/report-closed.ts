import { Event, Label, type Moment, type Position, type Quarter } from '@lianhu/kernel';
import { IsHash, IsMoment, IsQuarter } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 关账: the quarter's figures are those of this position, this root and this policy pack, for ever: the report of this hash. */
@Event({
  type: 'hub.report.closed',
  version: 2,
  title: '关账',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'statistics',
  child: false,
  example: {
    quarter: '2026-Q3',
    version: 1,
    position: 1200,
    root: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=',
    policy: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=',
    cutOff: '2026-10-14T00:00:00.000+08:00',
    report: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=',
  },
})
export class ReportClosed {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('版本') @IsInt() @Min(1) @Max(999) version!: number;
  /** The last position that counts. */
  @Label('序号') @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) position!: Position;
  /** Root of the log's tree at that position. */
  @Label('树根') @IsHash() root!: string;
  /** SHA-256 of the policy pack used. */
  @Label('政策包摘要') @IsHash() policy!: string;
  /** Until when events counted; a calendar that is mended later does not move it. Closings recorded before this field was there do not name it. */
  @Label('数据截止') @IsOptional() @IsMoment() cutOff?: Moment;
  /** SHA-256 of the report's bytes: the canonical raw cells, unsuppressed. Closings recorded before this field was there do not name it. */
  @Label('季报摘要') @IsOptional() @IsHash() report?: string;
}
