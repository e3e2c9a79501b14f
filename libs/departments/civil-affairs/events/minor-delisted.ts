import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { AdultToo, CAT, EXIT, RestrictedCodes } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { DELISTED_INSTEAD } from '../codes';

/** 退出重点对象: the reason is gone, the child came of age, moved or died. */
@AdultToo()
@Event({
  type: 'civil-affairs.minor.delisted',
  version: 1,
  title: '退出重点对象',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '乡镇、村居',
  example: { category: '04', reason: 'resolved' },
})
export class MinorDelisted {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(DELISTED_INSTEAD) category!: Code<typeof CAT>;
  @Label('退出原因') @IsIn(codes(EXIT)) reason!: Code<typeof EXIT>;
}
