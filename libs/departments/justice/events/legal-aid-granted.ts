import { Event, Label, Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 法律援助(民事行政): lawyer assigned, no criminal case. */
@Event({
  type: 'justice.legal-aid.granted',
  version: 1,
  title: '法律援助（民事行政）',
  level: 'L4',
  category: 'K22',
  protection: ['justice'],
  basis: 'standard-56',
  purpose: 'educate',
  told: '法院',
  example: { caseRef: '示〔2026〕25号', days: 1 },
})
export class LegalAidGranted {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  /** Unit: working days. */
  @Label('天数', 'working days') @IsInt() @Min(0) @Max(1000) days!: number;
}
