import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { CLUESRC, IsDay, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 艾滋病毒感染儿童纳入保障: category 12 begins; only its case token is known outside. */
@Event({
  type: 'civil-affairs.hiv-minor.listed',
  version: 1,
  title: '艾滋病毒感染儿童纳入保障',
  level: 'L5',
  category: 'K02',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '仅卫健个案专员',
  example: { fileNo: '示民童〔2026〕7号', foundBy: 'medical', since: '2024-09-02' },
})
export class HivMinorListed {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('发现来源') @Countable() @IsIn(codes(CLUESRC)) foundBy!: Code<typeof CLUESRC>;
  @Label('起始日期') @Countable() @IsDay() since!: PlainDate;
}
