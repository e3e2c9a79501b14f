import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ALARM } from '../codes';

/** 未成年行为人警情: a call in which the child is the doer. */
@Event({
  type: 'police.minor-suspect-alarm.received',
  version: 1,
  title: '未成年行为人警情',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'crime-prevention-law',
  purpose: 'investigate',
  told: '仅公安',
  example: { alarmNo: 'JQ-EXAMPLE-4', kind: 'injury', injured: false },
})
export class MinorSuspectAlarmReceived {
  /** Makes the case token. */
  @Label('警情编号') @CaseRef() @NumberText() alarmNo!: Secret<string>;
  @Label('警情类别') @Countable() @IsIn(codes(ALARM)) kind!: Code<typeof ALARM>;
  @Label('是否受伤') @IsOptional() @Secret() @IsBoolean() injured?: Secret<boolean>;
}
