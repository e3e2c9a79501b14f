import { Event, Label, type Position } from '@lianhu/kernel';
import { IsAlertId } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, Max, Min } from 'class-validator';
import { MAX_EVIDENCE } from '../codes';

/** 预警依据被更正或撤回: the alert stays open until a person has looked; `stands` says whether its rule still finds enough. */
@Event({
  type: 'hub.alert.evidence-withdrawn',
  version: 1,
  title: '预警依据被更正或撤回',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: { alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4', evidence: [1031], stands: false },
})
export class AlertEvidenceWithdrawn {
  @Label('预警编号') @IsAlertId() alert!: string;
  @Label('不再成立的依据')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_EVIDENCE)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  evidence!: Position[];
  @Label('其余依据仍成立') @IsBoolean() stands!: boolean;
}
