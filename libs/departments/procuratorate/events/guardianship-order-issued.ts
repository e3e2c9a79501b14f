import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText, PersonText, RestrictedCodes } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { GORDER, GUARDIANSHIP_INSTEAD } from '../codes';

/** 督促监护令: the order was served; no offence by or against the child stands behind it. */
@Event({
  type: 'procuratorate.guardianship-order.issued',
  version: 1,
  title: '督促监护令',
  level: 'L4',
  category: 'K22',
  protection: ['family', 'justice'],
  basis: 'family-education-law',
  purpose: 'educate',
  told: '妇联、乡镇（任务）、未保办 ≤ 3 个工作日',
  example: { orderNo: '示检督监〔2026〕5号', guardian: '监护人甲', cause: 'neglect', to: '2027-04-11' },
})
export class GuardianshipOrderIssued {
  @Label('督促监护令编号') @Secret() @NumberText() orderNo!: Secret<string>;
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  /** An offence by or against the child goes into procuratorate.case-guardianship-order.issued instead. */
  @Label('原因') @IsIn(codes(GORDER)) @RestrictedCodes(GUARDIANSHIP_INSTEAD) cause!: Code<typeof GORDER>;
  @Label('截止日期') @IsOptional() @IsDay({ ahead: true }) to?: PlainDate;
}
