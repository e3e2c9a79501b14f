import { Event, Label, type Position } from '@lianhu/kernel';
import { IsAlertId } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 预警决定撤销: what was decided on a file that turned out to be two children's. What people did about the alert stays in the log. */
@Event({
  type: 'hub.alert.retracted',
  version: 1,
  title: '预警决定撤销（身份拆分）',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: { alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', target: 1031 },
})
export class AlertRetracted {
  @Label('预警编号') @IsAlertId() alert!: string;
  /** Position in the log of the event that counts no more. */
  @Label('撤销的事件序号') @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) target!: Position;
}
