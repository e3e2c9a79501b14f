import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { AIDKIND, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 被害未成年人司法救助: aid to a minor victim in a criminal case. */
@Event({
  type: 'court.victim-relief.granted',
  version: 1,
  title: '被害未成年人司法救助',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'standard-60',
  purpose: 'rescue',
  told: '民政（任务） ≤ 5个工作日',
  example: { caseRef: '（2026）示118号', kind: 'funds', amount: 1 },
})
export class VictimReliefGranted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(AIDKIND)) kind!: Code<typeof AIDKIND>;
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsOptional() @Countable() @IsInt() @Min(0) @Max(10_000_000_000) amount?: number;
}
