import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsAlertId, IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { POST } from '../codes';

/** 预警签收: somebody takes the alert on. */
@Event({
  type: 'hub.alert.acknowledged',
  version: 1,
  title: '预警签收',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: { alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', by: 'office-staff', at: '2024-09-02T10:00:00.000+08:00' },
})
export class AlertAcknowledged {
  @Label('预警编号') @IsAlertId() alert!: string;
  @Label('签收岗位') @IsIn(codes(POST)) by!: Code<typeof POST>;
  @Label('签收时间') @IsMoment() at!: Moment;
}
