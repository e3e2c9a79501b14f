import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { REHABSTOP } from '../codes';

/** 康复中断: ≥ 30 d † no session. */
@Event({
  type: 'disabled-federation.rehab.stopped',
  version: 1,
  title: '康复中断',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'standard-27',
  purpose: 'treat',
  told: '乡镇（任务）；残联入户 ≤ 10 个工作日',
  example: { reason: 'cost' },
})
export class RehabStopped {
  @Label('原因') @IsIn(codes(REHABSTOP)) reason!: Code<typeof REHABSTOP>;
}
