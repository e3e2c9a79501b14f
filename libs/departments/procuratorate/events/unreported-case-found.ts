import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText, SECTOR } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { NONREP } from '../codes';

/** 发现应报未报: checking back showed that a duty to report was not met. Names no child: the unit is what matters. */
@Event({
  type: 'procuratorate.unreported-case.found',
  version: 1,
  title: '发现应报未报',
  level: 'L3',
  child: false,
  category: 'K14',
  protection: ['justice', 'society'],
  basis: 'mandatory-report',
  purpose: 'supervise',
  told: '未保办、行业主管部门 ≤ 5 个工作日',
  example: { clueRef: '示检未检线〔2026〕9号', org: 'org-school-001', sector: 'education', nature: 'late' },
})
export class UnreportedCaseFound {
  @Label('线索编号') @Secret() @NumberText() clueRef!: Secret<string>;
  /** The unit that ought to have reported. */
  @Label('应报告单位') @IsOrg() org!: string;
  @Label('行业') @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('情形') @IsIn(codes(NONREP)) nature!: Code<typeof NONREP>;
}
