import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { RESEARCH } from '../codes';

/** 联合调研、专题研究. */
@Event({
  type: 'hub.research.completed',
  version: 1,
  title: '联合调研、专题研究',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '领导小组',
  example: { kind: 'joint', lead: 'org-example-001', units: ['org-example-001'], reportedOn: '2024-09-02' },
})
export class ResearchCompleted {
  @Label('类别') @IsIn(codes(RESEARCH)) kind!: Code<typeof RESEARCH>;
  @Label('牵头单位') @IsOrg() lead!: string;
  @Label('单位') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) units!: string[];
  @Label('报告日期') @IsDay({ own: true }) reportedOn!: PlainDate;
}
