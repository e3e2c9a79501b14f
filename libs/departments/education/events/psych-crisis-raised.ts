import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsBoolean, IsIn } from 'class-validator';
import { PSYLV } from '../codes';

/** 心理危机: self-harm sign, suicide talk. */
@Event({
  type: 'education.psych-crisis.raised',
  version: 1,
  title: '心理危机',
  level: 'L4',
  category: 'K06',
  protection: ['school'],
  basis: 'plan-002',
  purpose: 'treat',
  told: '卫健绿色通道即时；监护人即时；未保办（任务）≤ 24 小时',
  example: { grade: '1', guardianTold: true },
})
export class PsychCrisisRaised {
  @Label('等级') @IsIn(codes(PSYLV)) grade!: Code<typeof PSYLV>;
  @Label('是否告知监护人') @IsBoolean() guardianTold!: boolean;
}
