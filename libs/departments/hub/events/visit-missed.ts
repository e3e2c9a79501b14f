import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { MISSWHY } from '../codes';

/** 家访未见. */
@Event({
  type: 'hub.visit.missed',
  version: 1,
  title: '家访未见',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-28',
  purpose: 'aid',
  told: '乡镇',
  example: { reason: 'nobody-home', next: '2026-10-12' },
})
export class VisitMissed {
  @Label('原因') @IsIn(codes(MISSWHY)) reason!: Code<typeof MISSWHY>;
  @Label('下次日期') @IsDay({ ahead: true }) next!: PlainDate;
}
