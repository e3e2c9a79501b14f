import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { GORDERCASE } from '../codes';

/** 督促监护令（涉案）: the order was served in a case where the child is suspect or victim. */
@Event({
  type: 'procuratorate.case-guardianship-order.issued',
  version: 1,
  title: '督促监护令（涉案）',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['family', 'justice'],
  basis: 'criminal-procedure-law',
  purpose: 'educate',
  told: '妇联个案专员、乡镇（任务） ≤ 3 个工作日',
  example: { orderNo: '示检督监〔2026〕6号', guardian: '监护人甲', cause: 'child-victim', to: '2027-04-11' },
})
export class CaseGuardianshipOrderIssued {
  /** Makes the case token. */
  @Label('督促监护令编号') @CaseRef() @NumberText() orderNo!: Secret<string>;
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('原因') @Countable() @IsIn(codes(GORDERCASE)) cause!: Code<typeof GORDERCASE>;
  @Label('截止日期') @IsOptional() @Countable() @IsDay({ ahead: true }) to?: PlainDate;
}
