import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { MR9, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 学校发现疑似侵害: a teacher saw signs. */
@Event({
  type: 'education.harm.suspected',
  version: 1,
  title: '学校发现疑似侵害',
  level: 'L5',
  category: 'K10',
  protection: ['school', 'society'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '公安立即；教育',
  mandatory: true,
  example: { clueRef: '示教线〔2026〕3号', situation: '4' },
})
export class HarmSuspected {
  /** Makes the case token. */
  @Label('线索编号') @CaseRef() @NumberText() clueRef!: Secret<string>;
  @Label('强制报告情形') @Countable() @IsIn(codes(MR9)) situation!: Code<typeof MR9>;
}
