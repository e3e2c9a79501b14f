import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText, ROLE } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 法律援助(刑事): lawyer assigned to a minor suspect or victim. */
@Event({
  type: 'justice.criminal-legal-aid.granted',
  version: 1,
  title: '法律援助（刑事）',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'standard-56',
  purpose: 'educate',
  told: '法院、检察、公安',
  example: { caseRef: '（2026）示748号', role: 'victim', days: 1 },
})
export class CriminalLegalAidGranted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('角色') @Countable() @IsIn(codes(ROLE)) role!: Code<typeof ROLE>;
  /** Unit: working days. */
  @Label('天数', 'working days') @Countable() @IsInt() @Min(0) @Max(1000) days!: number;
}
