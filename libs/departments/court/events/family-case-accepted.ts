import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FAMCAUSE, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';

/** 涉未成年子女家事案件立案: a divorce, custody, visiting, support or adoption case that touches the child was filed. */
@Event({
  type: 'court.family-case.accepted',
  version: 1,
  title: '涉未成年子女家事案件立案',
  level: 'L4',
  category: 'K22',
  protection: ['justice', 'family'],
  basis: 'family-education-law',
  purpose: 'assess',
  told: '未保办 ≤ 3 个工作日',
  example: { caseRef: '（2026）示0101民初12号', cause: 'divorce', children: 1 },
})
export class FamilyCaseAccepted {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('案由') @IsIn(codes(FAMCAUSE)) cause!: Code<typeof FAMCAUSE>;
  /** Minor children of the parties. Unit: persons. */
  @Label('未成年子女人数', 'persons') @IsInt() @Min(1) @Max(20) children!: number;
}
