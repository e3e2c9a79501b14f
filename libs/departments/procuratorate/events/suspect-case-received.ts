import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { CHARGE, NumberText, SEX } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PSTAGE } from '../codes';

/** 受理未成年嫌疑人案件: arrest or prosecution review. */
@Event({
  type: 'procuratorate.suspect-case.received',
  version: 1,
  title: '受理未成年嫌疑人案件',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'educate',
  told: '司法行政（委托社会调查）≤ 3 个工作日',
  example: { caseRef: '（2026）示982号', stage: 'arrest', charge: 'sexual-assault', ageAtAct: 15, sex: '0' },
})
export class SuspectCaseReceived {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('阶段') @Countable() @IsIn(codes(PSTAGE)) stage!: Code<typeof PSTAGE>;
  @Label('罪名类别') @Secret() @IsIn(codes(CHARGE)) charge!: Secret<Code<typeof CHARGE>>;
  /** Unit: years. */
  @Label('行为时年龄', 'years') @Countable() @IsInt() @Min(0) @Max(120) ageAtAct!: number;
  @Label('性别') @Countable() @IsIn(codes(SEX)) sex!: Code<typeof SEX>;
}
