import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { APPKIND, CAT, IsDay, RestrictedCodes } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { LISTED_INSTEAD } from '../codes';

/** 困境类别申请受理: application at town. */
@Event({
  type: 'civil-affairs.category.applied',
  version: 1,
  title: '困境类别申请受理',
  level: 'L4',
  category: 'K02',
  protection: ['government'],
  basis: 'minors-protection-law',
  purpose: 'aid',
  told: '民政（办理时限）',
  example: { category: '01', applicantKind: 'self', dueAt: '2026-10-12' },
})
export class CategoryApplied {
  @Label('对象类别') @IsIn(codes(CAT)) @RestrictedCodes(LISTED_INSTEAD) category!: Code<typeof CAT>;
  @Label('申请人') @IsIn(codes(APPKIND)) applicantKind!: Code<typeof APPKIND>;
  @Label('期限') @IsDay({ ahead: true }) dueAt!: PlainDate;
}
