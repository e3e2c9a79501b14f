import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText, ROLE } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/** 性侵类警情: a call about sexual harm. */
@Event({
  type: 'police.sexual-alarm.received',
  version: 1,
  title: '性侵类警情',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '检察 ≤ 24 小时；未保办个案专员即时',
  example: { alarmNo: 'JQ-EXAMPLE-3', minorRole: 'victim', injured: false },
})
export class SexualAlarmReceived {
  /** Makes the case token. */
  @Label('警情编号') @CaseRef() @NumberText() alarmNo!: Secret<string>;
  @Label('未成年人角色') @Countable() @IsIn(codes(ROLE)) minorRole!: Code<typeof ROLE>;
  @Label('是否受伤') @IsOptional() @Countable() @IsBoolean() injured?: boolean;
}
