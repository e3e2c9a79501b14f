import { Event, Label, type AlertLevel, type Position } from '@lianhu/kernel';
import { IsAlertId } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, Max, Min } from 'class-validator';
import { MAX_EVIDENCE } from '../codes';

/** 预警补充证据: more evidence came while the alert was open. */
@Event({
  type: 'hub.alert.evidence-added',
  version: 1,
  title: '预警补充证据',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: { alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', level: 4, evidence: [1031] },
})
export class AlertEvidenceAdded {
  @Label('预警编号') @IsAlertId() alert!: string;
  @Label('等级') @IsInt() @Min(1) @Max(4) level!: AlertLevel;
  @Label('依据') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MAX_EVIDENCE) @IsInt({ each: true }) @Min(1, { each: true }) evidence!: Position[];
}
