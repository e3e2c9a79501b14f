import { Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 整改报告. */
@Event({
  type: 'hub.supervision.rectified',
  version: 1,
  title: '整改报告',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-10',
  child: false,
  purpose: 'supervise',
  told: '督查专员',
  example: { unit: 'org-example-001', at: '2024-09-02T09:30:00.000+08:00', report: '情况说明' },
})
export class SupervisionRectified {
  @Label('单位') @IsOrg() unit!: string;
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
  @Label('整改报告') @IsOptional() @Secret() @FreeText(500) report?: Secret<string>;
}
