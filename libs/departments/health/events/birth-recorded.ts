import { Event, Label, Secret } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 出生登记: a birth certificate was made out. Says nothing about the mother: one below 18 has an event of her own. */
@Event({
  type: 'health.birth.recorded',
  version: 1,
  title: '出生登记',
  level: 'L4',
  category: 'K01',
  protection: ['government'],
  basis: 'birth-certificate-rules',
  purpose: 'aid',
  told: '公安（落户）',
  example: { certNo: 'Z990000001', fatherKnown: true, hospital: 'org-hospital-001' },
})
export class BirthRecorded {
  @Label('出生医学证明编号') @Secret() @NumberText() certNo!: Secret<string>;
  @Label('父亲信息是否明确') @IsBoolean() fatherKnown!: boolean;
  @Label('接生机构') @IsOrg() hospital!: string;
}
