import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { INJ, NumberText, ROLE } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 家暴警情: the police took a domestic-violence call from a home with a child. One event per child in the home. */
@Event({
  type: 'police.dv-call.received',
  version: 1,
  title: '家暴警情',
  level: 'L4',
  category: 'K09',
  protection: ['family'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '未保办、妇联、乡镇（任务） ≤ 24 小时',
  example: { alarmNo: 'JQ-EXAMPLE-1', minorRole: 'witness', repeatIn12m: 1, weapon: false, injury: 'none' },
})
export class DvCallReceived {
  /** Number on the call sheet. */
  @Label('警情编号') @Secret() @NumberText() alarmNo!: Secret<string>;
  /** A DV call stays here whatever the child's role is. */
  @Label('未成年人角色') @IsIn(codes(ROLE)) minorRole!: Code<typeof ROLE>;
  /** Calls from the same home in the 12 months before this one. Unit: calls. */
  @Label('近12个月同户警情次数', 'calls') @IsOptional() @IsInt() @Min(0) @Max(999) repeatIn12m?: number;
  @Label('是否持械') @IsOptional() @IsBoolean() weapon?: boolean;
  @Label('伤情') @IsOptional() @IsIn(codes(INJ)) injury?: Code<typeof INJ>;
}
