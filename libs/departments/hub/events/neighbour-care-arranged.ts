import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { NCARE } from '../codes';

/** 邻里照顾/临时委托安排. */
@Event({
  type: 'hub.neighbour-care.arranged',
  version: 1,
  title: '邻里照顾、临时委托安排',
  level: 'L4',
  category: 'K03',
  protection: ['family', 'government'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '村居、民政',
  example: { form: 'neighbour', carer: 'P-0001', from: '2026-10-12', to: '2026-10-12' },
})
export class NeighbourCareArranged {
  @Label('形式') @IsIn(codes(NCARE)) form!: Code<typeof NCARE>;
  @Label('照护人') @Secret() @PersonText() carer!: Secret<string>;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
  @Label('截止日期') @IsOptional() @IsDay({ ahead: true }) to?: PlainDate;
}
