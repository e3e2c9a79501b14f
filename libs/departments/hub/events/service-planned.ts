import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 服务计划. */
@Event({
  type: 'hub.service.planned',
  version: 1,
  title: '服务计划',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-27',
  purpose: 'aid',
  told: '乡镇、个案专员',
  example: { need: 'guardianship', provider: 'org-example-001', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class ServicePlanned {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('服务单位') @IsOrg() provider!: string;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
