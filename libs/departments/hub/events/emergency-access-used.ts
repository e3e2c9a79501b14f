import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EMERG } from '../codes';

/** 应急调阅. */
@Event({
  type: 'hub.emergency-access.used',
  version: 1,
  title: '应急调阅',
  level: 'L3',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'supervise',
  told: '第二人',
  example: { reason: 'life-danger', until: '2026-10-12T09:30:00.000+08:00' },
})
export class EmergencyAccessUsed {
  @Label('原因') @IsIn(codes(EMERG)) reason!: Code<typeof EMERG>;
  @Label('有效期至') @IsMoment({ ahead: true }) until!: Moment;
}
