import { Event, Label } from '@lianhu/kernel';
import { IsTown } from '@lianhu/standards';

/** 迁移登记: residence changed. */
@Event({
  type: 'hub.minor.moved',
  version: 1,
  title: '迁移登记',
  level: 'L3',
  category: 'K01',
  protection: ['government'],
  basis: 'plan-000',
  purpose: 'aid',
  told: '迁入乡镇：未办结预警的需求与时限',
  example: { town: '990101001' },
})
export class MinorMoved {
  @Label('乡镇') @IsTown() town!: string;
}
