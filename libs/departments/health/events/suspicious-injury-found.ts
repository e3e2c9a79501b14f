import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { INJ, MR9, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EMRC } from '../codes';

/** 疑似侵害伤情: a doctor saw signs. */
@Event({
  type: 'health.suspicious-injury.found',
  version: 1,
  title: '疑似侵害伤情',
  level: 'L5',
  category: 'K10',
  protection: ['society'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '公安立即；卫健、检察 ≤ 24 小时',
  mandatory: true,
  example: { clueRef: '示卫线〔2026〕2号', situation: '4', injury: 'slight', level: 'orange' },
})
export class SuspiciousInjuryFound {
  /** Makes the case token. */
  @Label('线索编号') @CaseRef() @NumberText() clueRef!: Secret<string>;
  @Label('强制报告情形') @Countable() @IsIn(codes(MR9)) situation!: Code<typeof MR9>;
  @Label('伤情') @Countable() @IsIn(codes(INJ)) injury!: Code<typeof INJ>;
  @Label('病历预警级别') @Countable() @IsIn(codes(EMRC)) level!: Code<typeof EMRC>;
}
