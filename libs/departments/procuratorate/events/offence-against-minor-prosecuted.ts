import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { CHARGE, CLUESRC, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 起诉侵害未成年人犯罪: indictment. */
@Event({
  type: 'procuratorate.offence-against-minor.prosecuted',
  version: 1,
  title: '起诉侵害未成年人犯罪',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'rescue',
  told: '未保办 C；计入统计',
  example: { caseRef: '（2026）示305号', charge: 'sexual-assault', victims: 1, source: 'school' },
})
export class OffenceAgainstMinorProsecuted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('罪名类别') @Countable() @IsIn(codes(CHARGE)) charge!: Code<typeof CHARGE>;
  /** Unit: persons. */
  @Label('被害人数', 'persons') @Countable() @IsInt() @Min(0) @Max(100_000) victims!: number;
  @Label('线索来源') @Countable() @IsIn(codes(CLUESRC)) source!: Code<typeof CLUESRC>;
}
