import { Event, Label } from '@lianhu/kernel';
import { IsTown } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 街面流浪/乞讨未成年人: patrol. */
@Event({
  type: 'city.begging-minor.found',
  version: 1,
  title: '街面流浪、乞讨未成年人',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'plan-002',
  purpose: 'rescue',
  told: '公安 即时；民政',
  example: { town: '990101001', adultWith: true },
})
export class BeggingMinorFound {
  @Label('乡镇') @IsTown() town!: string;
  @Label('是否有成年人带领') @IsBoolean() adultWith!: boolean;
}
