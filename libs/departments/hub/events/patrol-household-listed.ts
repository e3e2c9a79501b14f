import { Event, Label, Secret } from '@lianhu/kernel';
import { IsTown, NumberText } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 巡查户入册: first minor in a household. */
@Event({
  type: 'hub.patrol-household.listed',
  version: 1,
  title: '巡查户入册',
  level: 'L3',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'plan-001',
  child: false,
  purpose: 'aid',
  told: '网格员',
  example: { household: 'HH-0001', minors: 1, town: '990101001' },
})
export class PatrolHouseholdListed {
  @Label('巡查户') @Secret() @NumberText() household!: Secret<string>;
  /** Unit: persons. */
  @Label('未成年人数', 'persons') @IsInt() @Min(0) @Max(100_000) minors!: number;
  @Label('乡镇') @IsTown() town!: string;
}
