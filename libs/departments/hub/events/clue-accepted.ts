import { Countable, Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 受理. */
@Event({
  type: 'hub.clue.accepted',
  version: 1,
  title: '受理',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'standard-18',
  purpose: 'rescue',
  told: '报告人回执',
  example: { alarmNo: '示〔2026〕17号', by: 'org-example-001', at: '2024-09-02T09:30:00.000+08:00' },
})
export class ClueAccepted {
  @Label('警情编号') @IsOptional() @Secret() @NumberText() alarmNo?: Secret<string>;
  @Label('办理单位') @Secret() @IsOrg() by!: Secret<string>;
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
}
