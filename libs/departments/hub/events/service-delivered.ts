import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, NEED } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 服务提供. */
@Event({
  type: 'hub.service.delivered',
  version: 1,
  title: '服务提供',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-27',
  purpose: 'aid',
  told: '乡镇、个案专员',
  example: { need: 'guardianship', provider: 'org-example-001', minutes: 1 },
})
export class ServiceDelivered {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('服务单位') @IsOrg() provider!: string;
  /** Unit: minutes. */
  @Label('时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) minutes!: number;
}
