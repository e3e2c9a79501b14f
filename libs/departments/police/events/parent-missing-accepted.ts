import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, PersonText, SIDE } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 监护人失联报案受理: missing-parent report. */
@Event({
  type: 'police.parent-missing.accepted',
  version: 1,
  title: '监护人失联报案受理',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'rescue',
  told: '民政 ≤ 3 个工作日，六个月时限起算',
  example: { parent: 'P-0001', side: 'self', acceptedAt: '2024-09-02T09:30:00.000+08:00' },
})
export class ParentMissingAccepted {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  @Label('受理时间') @IsMoment({ own: true }) acceptedAt!: Moment;
}
