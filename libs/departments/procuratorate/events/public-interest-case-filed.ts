import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { PIFIELD } from '../codes';

/** 涉未公益诉讼立案: filing. */
@Event({
  type: 'procuratorate.public-interest-case.filed',
  version: 1,
  title: '涉未公益诉讼立案',
  level: 'L2',
  category: 'K14',
  protection: ['justice', 'society', 'network'],
  basis: 'standard-61',
  child: false,
  purpose: 'supervise',
  told: '未保办、被建议单位',
  example: { caseRef: '示〔2026〕40号', field: 'network', target: 'org-example-001' },
})
export class PublicInterestCaseFiled {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('领域') @IsIn(codes(PIFIELD)) field!: Code<typeof PIFIELD>;
  @Label('对象') @IsOrg() target!: string;
}
