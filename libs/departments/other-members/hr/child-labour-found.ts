import { Event, Label } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 使用童工: inspection. */
@Event({
  type: 'hr.child-labour.found',
  version: 1,
  title: '使用童工',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '公安、民政、教育 即时',
  example: { employer: 'org-example-001', age: 12 },
})
export class ChildLabourFound {
  @Label('用人单位') @IsOrg() employer!: string;
  /** Unit: years. */
  @Label('年龄', 'years') @IsInt() @Min(0) @Max(120) age!: number;
}
