import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { FOUND } from '../codes';

/** 失踪未成年人找回: found. */
@Event({
  type: 'police.missing-minor.found',
  version: 1,
  title: '失踪未成年人找回',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '民政、乡镇、教育（任务） 即时',
  example: { alarmNo: '示〔2026〕26号', state: 'safe', awayMin: 1 },
})
export class MissingMinorFound {
  @Label('警情编号') @IsOptional() @Secret() @NumberText() alarmNo?: Secret<string>;
  @Label('状态') @IsIn(codes(FOUND)) state!: Code<typeof FOUND>;
  /** Unit: minutes. */
  @Label('离家时长（分钟）', 'minutes') @IsInt() @Min(0) @Max(1_000_000) awayMin!: number;
}
