import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, NotBefore, NumberText, PersonText } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 家庭教育指导令: the order was served on a guardian. */
@Event({
  type: 'court.education-order.issued',
  version: 1,
  title: '家庭教育指导令',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'family-education-law',
  purpose: 'educate',
  told: '妇联、乡镇 ≤ 3 个工作日',
  example: {
    orderNo: '（2026）示0101家教令1号',
    guardian: '监护人甲',
    from: '2026-10-12',
    to: '2027-01-11',
    times: 6,
    agency: 'org-family-station-001',
  },
})
export class EducationOrderIssued {
  @Label('指导令编号') @Secret() @NumberText() orderNo!: Secret<string>;
  @Label('被责令监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
  @Label('截止日期') @IsDay({ ahead: true }) @NotBefore('from') to!: PlainDate;
  /** Sessions that the order asks for. Unit: sessions. */
  @Label('指导次数', 'sessions') @IsOptional() @IsInt() @Min(1) @Max(100) times?: number;
  @Label('指导机构') @IsOptional() @IsOrg() agency?: string;
}
