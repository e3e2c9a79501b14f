import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { POST, TRAIN } from '../codes';

/** 个人培训完成: one a person. */
@Event({
  type: 'hub.training.completed',
  version: 1,
  title: '个人培训完成',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-75',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { kind: 'theory', unit: 'org-example-001', post: 'office-director', seat: 2, appointedOn: '2024-09-02', completedOn: '2024-09-02' },
})
export class TrainingCompleted {
  @Label('类别') @IsIn(codes(TRAIN)) kind!: Code<typeof TRAIN>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('岗位') @IsIn(codes(POST)) post!: Code<typeof POST>;
  @Label('席位') @IsInt() @Min(1) @Max(10_000) seat!: number;
  @Label('任职日期') @IsDay() appointedOn!: PlainDate;
  @Label('完成日期') @IsDay({ own: true }) completedOn!: PlainDate;
}
