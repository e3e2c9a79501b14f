import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg, NEED } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';

/** 会商任务下达. */
@Event({
  type: 'hub.conference-task.assigned',
  version: 1,
  title: '会商任务下达',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-20',
  purpose: 'aid',
  told: '承办单位',
  example: { to: 'org-example-001', need: 'guardianship', text: '情况说明', dueAt: '2026-10-12T09:30:00.000+08:00' },
})
export class ConferenceTaskAssigned {
  @Label('送达单位') @IsOrg() to!: string;
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
}
