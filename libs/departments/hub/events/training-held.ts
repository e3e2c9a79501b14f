import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { TRAIN } from '../codes';

/** 培训举办. */
@Event({
  type: 'hub.training.held',
  version: 1,
  title: '培训举办',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-2',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: {
    kind: 'theory',
    unit: 'org-example-001',
    date: '2024-09-02',
    lessons: 1,
    childWorkLessons: 1,
    attendees: 1,
    materialKept: true,
    file: '示〔2026〕17号',
  },
})
export class TrainingHeld {
  @Label('类别') @IsIn(codes(TRAIN)) kind!: Code<typeof TRAIN>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
  @Label('课时') @IsInt() @Min(0) @Max(1_000_000) lessons!: number;
  @Label('未保课时') @IsInt() @Min(0) @Max(1_000_000) childWorkLessons!: number;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
  @Label('是否存档') @IsBoolean() materialKept!: boolean;
  @Label('材料编号') @IsOptional() @Secret() @NumberText() file?: Secret<string>;
}
