import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay, PersonText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 预警静默. */
@Event({
  type: 'hub.alert.muted',
  version: 1,
  title: '预警静默',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: { until: '2026-10-12', reason: '情况说明', approver: 'P-0001' },
})
export class AlertMuted {
  @Label('有效期至') @IsDay({ ahead: true }) until!: PlainDate;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
