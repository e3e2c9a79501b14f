import { Event, Label, Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';

/** 巡查户出册: no minor left in it. */
@Event({
  type: 'hub.patrol-household.delisted',
  version: 1,
  title: '巡查户出册',
  level: 'L3',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'plan-001',
  child: false,
  purpose: 'aid',
  told: '网格员',
  example: { household: 'HH-0001' },
})
export class PatrolHouseholdDelisted {
  @Label('巡查户') @Secret() @NumberText() household!: Secret<string>;
}
