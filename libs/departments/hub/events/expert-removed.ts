import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, PersonText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EXPERT } from '../codes';

/** 专家出库. */
@Event({
  type: 'hub.expert.removed',
  version: 1,
  title: '专家出库',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '成员单位',
  example: { field: 'law', person: 'P-0001', on: '2024-09-02' },
})
export class ExpertRemoved {
  @Label('领域') @IsIn(codes(EXPERT)) field!: Code<typeof EXPERT>;
  @Label('人员') @Secret() @PersonText() person!: Secret<string>;
  @Label('日期') @IsDay({ own: true }) on!: PlainDate;
}
