import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsTown, NumberText, RestrictedCodes, ROLE } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ALARM } from '../codes';

/** 涉未成年人警情: a call about a child that is neither sexual harm nor domestic violence, and in which the child is not the doer. */
@Event({
  type: 'police.alarm.received',
  version: 1,
  title: '涉未成年人警情',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '乡镇（任务，有风险时）',
  example: { alarmNo: 'JQ-EXAMPLE-2', kind: 'dispute', town: '990101001', minorRole: 'seeker', injured: false },
})
export class AlarmReceived {
  @Label('警情编号') @Secret() @NumberText() alarmNo!: Secret<string>;
  @Label('警情类别') @IsIn(codes(ALARM)) @RestrictedCodes({ sexual: 'police.sexual-alarm.received' }) kind!: Code<typeof ALARM>;
  /** Where it happened. */
  @Label('发生乡镇') @IsTown() town!: string;
  @Label('未成年人角色') @IsIn(codes(ROLE)) @RestrictedCodes({ doer: 'police.minor-suspect-alarm.received' }) minorRole!: Code<typeof ROLE>;
  @Label('是否受伤') @IsOptional() @IsBoolean() injured?: boolean;
}
