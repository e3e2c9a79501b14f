import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsTown, NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MISS } from '../codes';

/** 未成年人失踪报案: report taken. */
@Event({
  type: 'police.missing-minor.reported',
  version: 1,
  title: '未成年人失踪报案',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '各巡逻单位、乡镇、民政 即时',
  example: { alarmNo: '示〔2026〕29号', lastSeen: '2024-09-02T09:30:00.000+08:00', town: '990101001', age: 12, riskKind: 'ran-away' },
})
export class MissingMinorReported {
  @Label('警情编号') @IsOptional() @Secret() @NumberText() alarmNo?: Secret<string>;
  @Label('最后见到时间') @IsMoment() lastSeen!: Moment;
  @Label('乡镇') @IsOptional() @IsTown() town?: string;
  /** Unit: years. */
  @Label('年龄', 'years') @IsInt() @Min(0) @Max(120) age!: number;
  @Label('风险类别') @IsOptional() @IsIn(codes(MISS)) riskKind?: Code<typeof MISS>;
}
