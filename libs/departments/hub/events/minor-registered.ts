import { codes, Event, Label, type Code, type Quarter } from '@lianhu/kernel';
import { IsQuarter, IsTown } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SEX } from '../codes';

/** 首见登记: stands before a child's first event that is not restricted. Village and birth date stay in the vault. */
@Event({
  type: 'hub.minor.registered',
  version: 1,
  title: '首见登记',
  level: 'L3',
  category: 'K01',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  example: { sex: '1', birthQuarter: '2015-Q2', town: '990101001' },
})
export class MinorRegistered {
  @Label('性别') @IsIn(codes(SEX)) sex!: Code<typeof SEX>;
  @Label('出生季度') @IsQuarter() birthQuarter!: Quarter;
  /** Town of residence, 9 digits; `…000` where it is unknown. */
  @Label('居住乡镇') @IsTown() town!: string;
}
