import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { CHECK } from '../codes';

/** 健康管理、接种逾期: a check or vaccination was missed. */
@Event({
  type: 'health.child-check.overdue',
  version: 1,
  title: '健康管理、接种逾期',
  level: 'L3',
  category: 'K07',
  protection: ['government'],
  basis: 'child-health-rules',
  purpose: 'treat',
  told: '乡镇（任务）',
  example: { item: 'vaccination', overdueDays: 45 },
})
export class ChildCheckOverdue {
  @Label('健康管理项目') @IsIn(codes(CHECK)) item!: Code<typeof CHECK>;
  /** Unit: days. */
  @Label('逾期天数', 'days') @IsInt() @Min(1) @Max(6600) overdueDays!: number;
}
