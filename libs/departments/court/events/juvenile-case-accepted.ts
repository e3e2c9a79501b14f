import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { CHARGE, NumberText, SEX } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 未成年人刑事案件受理: indictment received. */
@Event({
  type: 'court.juvenile-case.accepted',
  version: 1,
  title: '未成年人刑事案件受理',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'criminal-procedure-law',
  purpose: 'educate',
  told: '司法行政（社会调查）、检察',
  example: { caseRef: '（2026）示197号', charge: 'sexual-assault', ageAtAct: 15, sex: '0' },
})
export class JuvenileCaseAccepted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('罪名类别') @Secret() @IsIn(codes(CHARGE)) charge!: Secret<Code<typeof CHARGE>>;
  /** Unit: years. */
  @Label('行为时年龄', 'years') @Countable() @IsInt() @Min(0) @Max(120) ageAtAct!: number;
  @Label('性别') @Countable() @IsIn(codes(SEX)) sex!: Code<typeof SEX>;
}
