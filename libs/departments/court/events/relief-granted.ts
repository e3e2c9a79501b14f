import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { AIDKIND, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 司法救助/心理疏导(家事民事): aid to a minor in a family or civil case. */
@Event({
  type: 'court.relief.granted',
  version: 1,
  title: '司法救助、心理疏导（家事民事）',
  level: 'L4',
  category: 'K22',
  protection: ['justice'],
  basis: 'standard-60',
  purpose: 'educate',
  told: '民政、未保办 ≤ 5个工作日',
  example: { caseRef: '示〔2026〕20号', kind: 'funds', amount: 1 },
})
export class ReliefGranted {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('类别') @IsIn(codes(AIDKIND)) kind!: Code<typeof AIDKIND>;
  /** Unit: fen. */
  @Label('金额（分）', 'fen') @IsOptional() @IsInt() @Min(0) @Max(10_000_000_000) amount?: number;
}
