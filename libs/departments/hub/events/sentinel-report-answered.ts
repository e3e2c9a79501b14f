import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SIGNACT } from '../codes';

/** 哨点报告答复. */
@Event({
  type: 'hub.sentinel-report.answered',
  version: 1,
  title: '哨点报告答复',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'plan-004',
  purpose: 'rescue',
  told: '哨点',
  example: { action: 'visit', at: '2024-09-02T09:30:00.000+08:00' },
})
export class SentinelReportAnswered {
  @Label('处理方式') @IsIn(codes(SIGNACT)) action!: Code<typeof SIGNACT>;
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
}
