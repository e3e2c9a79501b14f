import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SPED, STUMOVE } from '../codes';

/** 残疾学生安置结束: left the placement. */
@Event({
  type: 'education.special-placement.ended',
  version: 1,
  title: '残疾学生安置结束',
  level: 'L4',
  category: 'K07',
  protection: ['government', 'school'],
  basis: 'standard-48',
  purpose: 'treat',
  told: '残联 ≤ 5个工作日',
  example: { form: 'inclusive', school: 'org-example-001', reason: 'transfer' },
})
export class SpecialPlacementEnded {
  @Label('形式') @IsIn(codes(SPED)) form!: Code<typeof SPED>;
  @Label('学校') @IsOrg() school!: string;
  @Label('原因') @IsIn(codes(STUMOVE)) reason!: Code<typeof STUMOVE>;
}
