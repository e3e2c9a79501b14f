import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { SPED } from '../codes';

/** 残疾学生安置: placement. */
@Event({
  type: 'education.special-placement.decided',
  version: 1,
  title: '残疾学生安置',
  level: 'L4',
  category: 'K07',
  protection: ['government', 'school'],
  basis: 'standard-48',
  purpose: 'treat',
  told: '残联 ≤ 5个工作日',
  example: { form: 'inclusive', school: 'org-example-001', resourceRoom: true },
})
export class SpecialPlacementDecided {
  @Label('形式') @IsIn(codes(SPED)) form!: Code<typeof SPED>;
  @Label('学校') @IsOrg() school!: string;
  @Label('是否有资源教室') @IsOptional() @IsBoolean() resourceRoom?: boolean;
}
