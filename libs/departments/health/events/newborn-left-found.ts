import { CaseRef, Countable, Event, Label, Secret, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 弃婴/遗弃患儿: left child. */
@Event({
  type: 'health.newborn-left.found',
  version: 1,
  title: '弃婴、遗弃患儿',
  level: 'L5',
  category: 'K10',
  protection: ['government'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '公安、民政 即时',
  example: { fileNo: '（2026）示797号', at: '2024-09-02T09:30:00.000+08:00', hospital: 'org-example-001' },
})
export class NewbornLeftFound {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
  @Label('医疗机构') @Secret() @IsOrg() hospital!: Secret<string>;
}
