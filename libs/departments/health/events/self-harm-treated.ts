import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { MEANS, OUTC } from '../codes';

/** 自伤自杀救治: emergency. */
@Event({
  type: 'health.self-harm.treated',
  version: 1,
  title: '自伤自杀救治',
  level: 'L5',
  category: 'K06',
  protection: ['school', 'government'],
  basis: 'mandatory-report',
  purpose: 'treat',
  told: '属强制报告的公安；教育（任务，经监护人）≤ 24 小时',
  example: { fileNo: '（2026）示662号', means: 'drugs', outcome: 'discharged' },
})
export class SelfHarmTreated {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('方式') @IsOptional() @Secret() @IsIn(codes(MEANS)) means?: Secret<Code<typeof MEANS>>;
  @Label('结果') @Countable() @IsIn(codes(OUTC)) outcome!: Code<typeof OUTC>;
}
