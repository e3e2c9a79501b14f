import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, PersonText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { VERIF } from '../codes';

/** 议定事项办结. */
@Event({
  type: 'hub.resolution.closed',
  version: 1,
  title: '议定事项办结',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '领导小组',
  example: { result: 'done', closedOn: '2024-09-02', approver: 'P-0001' },
})
export class ResolutionClosed {
  @Label('结果') @IsIn(codes(VERIF)) result!: Code<typeof VERIF>;
  @Label('办结日期') @IsDay({ own: true }) closedOn!: PlainDate;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
