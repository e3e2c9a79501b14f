import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ILLSIDE } from '../codes';

/** 学生重大生理心理疾病报告: school learns of a serious bodily or mental illness. */
@Event({
  type: 'education.illness.reported',
  version: 1,
  title: '学生重大生理心理疾病报告',
  level: 'L4',
  category: 'K06',
  protection: ['school'],
  basis: 'plan-000',
  purpose: 'treat',
  told: '监护人 ≤ 3天 ；教育；卫健（任务）',
  example: { kind: 'physical', knownOn: '2024-09-02', guardianTold: true, toldOn: '2024-09-02' },
})
export class IllnessReported {
  @Label('类别') @IsIn(codes(ILLSIDE)) kind!: Code<typeof ILLSIDE>;
  @Label('知悉日期') @IsDay({ own: true }) knownOn!: PlainDate;
  @Label('是否告知监护人') @IsBoolean() guardianTold!: boolean;
  @Label('告知日期') @IsOptional() @IsDay() toldOn?: PlainDate;
}
