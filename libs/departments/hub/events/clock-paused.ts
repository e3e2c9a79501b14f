import { Event, Label, Secret } from '@lianhu/kernel';
import { FreeText, IsProcess, PersonText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 时限中止. */
@Event({
  type: 'hub.clock.paused',
  version: 1,
  title: '时限中止',
  level: 'L4',
  category: 'K14',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '责任人',
  example: { process: 'P01', reason: '情况说明', approver: 'P-0001' },
})
export class ClockPaused {
  @Label('流程') @IsProcess() process!: string;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
