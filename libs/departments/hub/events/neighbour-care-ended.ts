import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { NCEND } from '../codes';

/** 邻里照顾/临时委托结束. */
@Event({
  type: 'hub.neighbour-care.ended',
  version: 1,
  title: '邻里照顾、临时委托结束',
  level: 'L4',
  category: 'K03',
  protection: ['family', 'government'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '村居、民政',
  example: { reason: 'guardian-returned', on: '2024-09-02' },
})
export class NeighbourCareEnded {
  @Label('原因') @IsIn(codes(NCEND)) reason!: Code<typeof NCEND>;
  @Label('日期') @IsDay({ own: true }) on!: PlainDate;
}
