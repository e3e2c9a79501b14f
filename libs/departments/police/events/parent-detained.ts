import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { CARER, IsDay, PersonText, SIDE } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { DETAIN } from '../codes';

/** 监护人被羁押/强制戒毒: custody starts/ends. */
@Event({
  type: 'police.parent.detained',
  version: 1,
  title: '监护人被羁押、强制戒毒',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'rescue',
  told: '民政、乡镇 ≤ 24 小时（孩子无人照看的即时）',
  example: { parent: 'P-0001', side: 'self', kind: 'detention', from: '2024-09-02', months: 1, minorsAtHome: 1, carer: 'other-parent' },
})
export class ParentDetained {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  @Label('类别') @IsIn(codes(DETAIN)) kind!: Code<typeof DETAIN>;
  @Label('起始日期') @IsDay({ own: true }) from!: PlainDate;
  /** Unit: months. */
  @Label('月数', 'months') @IsOptional() @IsInt() @Min(0) @Max(1200) months?: number;
  /** Unit: persons. */
  @Label('在家未成年人数', 'persons') @IsInt() @Min(0) @Max(100_000) minorsAtHome!: number;
  @Label('照护人') @IsOptional() @IsIn(codes(CARER)) carer?: Code<typeof CARER>;
}
