import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { POST } from '../codes';

/** 家访计划. */
@Event({
  type: 'hub.visit.planned',
  version: 1,
  title: '家访计划',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-28',
  purpose: 'aid',
  told: '乡镇、村居',
  example: { dueAt: '2026-10-12T09:30:00.000+08:00', level: 2, owner: 'office-director' },
})
export class VisitPlanned {
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('等级') @IsInt() @Min(1) @Max(4) level!: number;
  @Label('责任人岗位') @IsIn(codes(POST)) owner!: Code<typeof POST>;
}
