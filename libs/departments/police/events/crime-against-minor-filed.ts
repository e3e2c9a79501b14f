import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { CHARGE, NumberText, REL, SEX } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 侵害未成年人案件立案: criminal filing. */
@Event({
  type: 'police.crime-against-minor.filed',
  version: 1,
  title: '侵害未成年人案件立案',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'rescue',
  told: '检察 ≤ 24 小时（性侵、重大）或 5 天；民政、卫健（任务）',
  example: { caseRef: '（2026）示554号', charge: 'sexual-assault', relation: 'father', sexual: true, violent: true, sex: '0' },
})
export class CrimeAgainstMinorFiled {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('罪名类别') @Countable() @IsIn(codes(CHARGE)) charge!: Code<typeof CHARGE>;
  @Label('关系') @Secret() @IsIn(codes(REL)) relation!: Secret<Code<typeof REL>>;
  @Label('是否性侵') @Countable() @IsBoolean() sexual!: boolean;
  @Label('是否暴力') @Countable() @IsBoolean() violent!: boolean;
  @Label('性别') @Countable() @IsIn(codes(SEX)) sex!: Code<typeof SEX>;
}
