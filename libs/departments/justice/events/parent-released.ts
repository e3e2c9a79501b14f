import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, PersonText, SIDE } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 监护人释放/解戒: release. */
@Event({
  type: 'justice.parent.released',
  version: 1,
  title: '监护人释放、解戒',
  level: 'L4',
  category: 'K03',
  protection: ['family'],
  basis: 'child-welfare-rules',
  purpose: 'rescue',
  told: '民政、乡镇提前 30 天',
  example: { parent: 'P-0001', side: 'self', at: '2026-10-12' },
})
export class ParentReleased {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  @Label('日期') @IsDay({ ahead: true }) at!: PlainDate;
}
