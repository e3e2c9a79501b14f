import { codes, Event, Label, type AlertLevel, type Code, type Moment, type Position } from '@lianhu/kernel';
import { IsAlertId, IsMoment, IsRule } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { MAX_EVIDENCE, NEED } from '../codes';

/** 预警产生: a rule's condition became true for a child. `residencearea` is the child's town. */
@Event({
  type: 'hub.alert.raised',
  version: 1,
  title: '预警产生',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办：规则、依据；居住乡镇：需求与时限',
  example: {
    alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4',
    rule: 'R01',
    ruleVersion: 1,
    level: 4,
    dueAt: '2026-10-13T09:30:00.000+08:00',
    again: false,
    need: 'guardianship',
    evidence: [1018, 1020],
  },
})
export class AlertRaised {
  @Label('预警编号') @IsAlertId() alert!: string;
  @Label('规则') @IsRule() rule!: string;
  @Label('规则版本') @IsInt() @Min(1) @Max(999) ruleVersion!: number;
  /** 4 red, 3 orange, 2 yellow. */
  @Label('等级') @IsInt() @Min(1) @Max(4) level!: AlertLevel;
  @Label('应办时限') @IsMoment({ ahead: true }) dueAt!: Moment;
  /** 再次触发: raised anew after a closing. */
  @Label('再次触发') @IsBoolean() again!: boolean;
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  /** Positions of the events that made it, the deciding one among them. */
  @Label('依据') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MAX_EVIDENCE) @IsInt({ each: true }) @Min(1, { each: true }) evidence!: Position[];
}
