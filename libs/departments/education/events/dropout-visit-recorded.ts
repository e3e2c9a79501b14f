import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { BY } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PERSUADE } from '../codes';

/** 劝返记录: each persuasion. */
@Event({
  type: 'education.dropout-visit.recorded',
  version: 1,
  title: '劝返记录',
  level: 'L4',
  category: 'K04',
  protection: ['school'],
  basis: 'minors-protection-law',
  purpose: 'educate',
  told: '控辍保学台账',
  example: { no: 2, by: 'school', result: 'agreed' },
})
export class DropoutVisitRecorded {
  @Label('次数') @IsInt() @Min(1) @Max(10_000) no!: number;
  @Label('劝诫单位') @IsIn(codes(BY)) by!: Code<typeof BY>;
  @Label('结果') @IsIn(codes(PERSUADE)) result!: Code<typeof PERSUADE>;
}
