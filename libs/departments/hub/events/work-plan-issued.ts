import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PLANK } from '../codes';

/** 计划、要点、任务分解、总结. */
@Event({
  type: 'hub.work-plan.issued',
  version: 1,
  title: '计划、要点、任务分解、总结',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '成员单位',
  example: { kind: 'year-points', year: 2026, unit: 'org-example-001', tasks: 1 },
})
export class WorkPlanIssued {
  @Label('类别') @IsIn(codes(PLANK)) kind!: Code<typeof PLANK>;
  @Label('年度') @IsInt() @Min(2020) @Max(2099) year!: number;
  @Label('单位') @IsOrg() unit!: string;
  @Label('任务数') @IsInt() @Min(0) @Max(1_000_000) tasks!: number;
}
