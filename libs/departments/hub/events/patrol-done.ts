import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { PATROLBY } from '../codes';

/** 网格巡查: one round of a grid. */
@Event({
  type: 'hub.patrol.done',
  version: 1,
  title: '网格巡查',
  level: 'L3',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'plan-001',
  child: false,
  purpose: 'aid',
  told: '乡镇',
  example: { on: '2024-09-02', grid: 'org-example-001', by: 'grid', households: ['HH-0001'], signs: 1 },
})
export class PatrolDone {
  @Label('日期') @IsDay({ own: true }) on!: PlainDate;
  @Label('网格') @IsOrg() grid!: string;
  @Label('巡查人') @IsIn(codes(PATROLBY)) by!: Code<typeof PATROLBY>;
  @Label('户') @Secret() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(300) @ArrayUnique() @FreeText(60, { each: true }) households!: Secret<string[]>;
  @Label('发现迹象数') @IsInt() @Min(0) @Max(1_000_000) signs!: number;
}
