import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { CAT, IsDay, PSTATE, RestrictedCodes } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { LISTED_INSTEAD } from '../codes';

/** 困境类别认定: the category was decided; the allowance runs from the month after. */
@Event({
  type: 'civil-affairs.category.confirmed',
  version: 1,
  title: '困境类别认定',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '教育、医保、残联（任务） ≤ 5 个工作日',
  example: { category: '03', parentStates: ['06', '09'], from: '2026-11-01', rate: 120000 },
})
export class CategoryConfirmed {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(LISTED_INSTEAD) category!: Code<typeof CAT>;
  /** Father, mother. */
  @Label('父母状况（父、母）') @IsArray() @ArrayMinSize(2) @ArrayMaxSize(2) @IsIn(codes(PSTATE), { each: true }) parentStates!: Code<typeof PSTATE>[];
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
  /** Unit: fen a month. Source of the bound: domain model VR12 † (assumption). */
  @Label('月补贴标准（分）', 'fen a month') @IsInt() @Min(0) @Max(10_000_000) rate!: number;
}
