import { Event, Label, Secret } from '@lianhu/kernel';
import { NumberText, PersonText } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 家庭暴力告诫书: a written warning was served. */
@Event({
  type: 'police.dv-warning.issued',
  version: 1,
  title: '家庭暴力告诫书',
  level: 'L4',
  category: 'K09',
  protection: ['family'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '村居；乡镇 7 日内查访',
  example: { docNo: '示公告诫〔2026〕4号', offender: '加害人甲', minorPresent: true },
})
export class DvWarningIssued {
  @Label('告诫书编号') @Secret() @NumberText() docNo!: Secret<string>;
  @Label('加害人') @Secret() @PersonText() offender!: Secret<string>;
  @Label('未成年人是否在场') @IsBoolean() minorPresent!: boolean;
}
