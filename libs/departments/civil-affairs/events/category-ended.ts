import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { CAT, EXIT, IsDay, RestrictedCodes } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { DELISTED_INSTEAD } from '../codes';

/** 资格终止: change. */
@Event({
  type: 'civil-affairs.category.ended',
  version: 1,
  title: '资格终止',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '财政、乡镇',
  example: { category: '01', reason: 'adult', from: '2026-10-12' },
})
export class CategoryEnded {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(DELISTED_INSTEAD) category!: Code<typeof CAT>;
  @Label('原因') @IsIn(codes(EXIT)) reason!: Code<typeof EXIT>;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
}
