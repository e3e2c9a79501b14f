import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PEN } from '../codes';

/** 网吧/娱乐场所违规接纳: inspection. */
@Event({
  type: 'culture.netcafe-violation.found',
  version: 1,
  title: '网吧、娱乐场所违规接纳',
  level: 'L3',
  category: 'K16',
  protection: ['network', 'society'],
  basis: 'standard-43',
  purpose: 'supervise',
  told: '公安、教育（任务，涉在校生）≤ 3 个工作日',
  example: { venue: 'org-example-001', minors: 1, penalty: 'warning' },
})
export class NetcafeViolationFound {
  @Label('场所') @IsOrg() venue!: string;
  /** Unit: persons. */
  @Label('未成年人数', 'persons') @IsInt() @Min(0) @Max(100_000) minors!: number;
  @Label('行政处理') @IsOptional() @IsIn(codes(PEN)) penalty?: Code<typeof PEN>;
}
