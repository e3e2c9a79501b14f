import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { SENT } from '../codes';

/** 未成年人刑事判决生效: judgment effective. */
@Event({
  type: 'court.juvenile-judgment.effective',
  version: 1,
  title: '未成年人刑事判决生效',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'record-sealing-rules',
  purpose: 'educate',
  told: '公安、检察、司法行政 ≤ 3天；启动封存流程',
  example: { caseRef: '（2026）示767号', sentence: 'exempt', months: 1, seal: true },
})
export class JuvenileJudgmentEffective {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('刑罚') @Countable() @IsIn(codes(SENT)) sentence!: Code<typeof SENT>;
  /** Unit: months. */
  @Label('月数', 'months') @IsOptional() @Secret() @IsInt() @Min(0) @Max(1200) months?: Secret<number>;
  @Label('是否封存') @Countable() @IsBoolean() seal!: boolean;
}
