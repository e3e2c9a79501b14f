import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsAlertId, IsDay } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { POST, VERDICT } from '../codes';

/** 预警办结: with a verdict; a red one says who saw the child and when. */
@Event({
  type: 'hub.alert.closed',
  version: 1,
  title: '预警办结',
  level: 'L4',
  category: 'K18',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '未保办',
  example: {
    alert: 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4',
    verdict: 'confirmed',
    seenOn: '2024-09-02',
    seenBy: 'supervisor',
    reason: '已入户见到孩子',
  },
})
export class AlertClosed {
  @Label('预警编号') @IsAlertId() alert!: string;
  @Label('办结结论') @IsIn(codes(VERDICT)) verdict!: Code<typeof VERDICT>;
  @Label('见到孩子日期') @IsOptional() @IsDay() seenOn?: PlainDate;
  @Label('见到孩子的岗位') @IsOptional() @IsIn(codes(POST)) seenBy?: Code<typeof POST>;
  @Label('说明') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
