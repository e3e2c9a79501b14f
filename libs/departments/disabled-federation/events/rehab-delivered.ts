import { Event, Label } from '@lianhu/kernel';
import { IsMonth, IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 康复训练: month summary. */
@Event({
  type: 'disabled-federation.rehab.delivered',
  version: 1,
  title: '康复训练',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'standard-27',
  purpose: 'treat',
  told: '康复进度',
  example: { org: 'org-example-001', month: '202610', minutes: 1 },
})
export class RehabDelivered {
  @Label('单位') @IsOrg() org!: string;
  @Label('月份') @IsMonth() month!: string;
  /** Unit: minutes. */
  @Label('时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) minutes!: number;
}
