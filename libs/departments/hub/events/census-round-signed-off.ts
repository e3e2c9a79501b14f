import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { TIER } from '../codes';

/** 摸排分级签核. */
@Event({
  type: 'hub.census-round.signed-off',
  version: 1,
  title: '摸排分级签核',
  level: 'L3',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'minors-protection-law',
  child: false,
  purpose: 'aid',
  told: '上一层级',
  example: { round: 2, tier: 'grid', unit: 'org-example-001', confirmed: 1 },
})
export class CensusRoundSignedOff {
  @Label('轮次') @IsInt() @Min(1) @Max(10_000) round!: number;
  @Label('层级') @IsIn(codes(TIER)) tier!: Code<typeof TIER>;
  @Label('单位') @IsOrg() unit!: string;
  /** Unit: persons. */
  @Label('确认人数', 'persons') @IsInt() @Min(0) @Max(100_000) confirmed!: number;
}
