import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { PROC } from '../codes';

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
  example: { process: 'alert', reason: '情况说明', approver: 'P-0001' },
})
export class ClockPaused {
  @Label('流程') @IsIn(codes(PROC)) process!: Code<typeof PROC>;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
