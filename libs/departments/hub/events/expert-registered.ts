import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, PersonText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EXPERT } from '../codes';

/** 专家入库. */
@Event({
  type: 'hub.expert.registered',
  version: 1,
  title: '专家入库',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '成员单位',
  example: { field: 'law', person: 'P-0001', unit: 'org-example-001', from: '2026-10-12' },
})
export class ExpertRegistered {
  @Label('领域') @IsIn(codes(EXPERT)) field!: Code<typeof EXPERT>;
  @Label('人员') @Secret() @PersonText() person!: Secret<string>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
}
