import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsHash } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 阅览日志锚定: a day's reads and the root of the access log's own tree. */
@Event({
  type: 'hub.access-log.anchored',
  version: 1,
  title: '阅览日志锚定',
  level: 'L2',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { day: '2024-09-02', reads: 120, root: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=' },
})
export class AccessLogAnchored {
  @Label('日期') @IsDay() day!: PlainDate;
  /** Unit: rows of the access log. */
  @Label('阅览次数', 'rows of the access log') @IsInt() @Min(0) @Max(1_000_000_000) reads!: number;
  @Label('树根') @IsHash() root!: string;
}
