import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PSYLV } from '../codes';

/** 心理测评预警: screening high. */
@Event({
  type: 'education.psych-screen.flagged',
  version: 1,
  title: '心理测评预警',
  level: 'L4',
  category: 'K06',
  protection: ['school'],
  basis: 'standard-31',
  purpose: 'treat',
  told: '学校心理教师、家长',
  example: { grade: '1', tool: '情况说明', followUp: true },
})
export class PsychScreenFlagged {
  @Label('等级') @IsIn(codes(PSYLV)) grade!: Code<typeof PSYLV>;
  @Label('量表') @IsOptional() @Secret() @FreeText(500) tool?: Secret<string>;
  @Label('是否跟进') @IsBoolean() followUp!: boolean;
}
