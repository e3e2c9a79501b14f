import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { CAT, RestrictedCodes } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { LISTED_INSTEAD, NOTCAT } from '../codes';

/** 困境类别不予认定: written refusal. */
@Event({
  type: 'civil-affairs.category.refused',
  version: 1,
  title: '困境类别不予认定',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'minors-protection-law',
  purpose: 'aid',
  told: '乡镇；书面告知申请人',
  example: { category: '01', reason: 'untrue' },
})
export class CategoryRefused {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(LISTED_INSTEAD) category!: Code<typeof CAT>;
  @Label('原因') @IsIn(codes(NOTCAT)) reason!: Code<typeof NOTCAT>;
}
