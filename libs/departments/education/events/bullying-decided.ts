import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { BULLYM } from '../codes';

/** 欺凌认定处置: committee decides. */
@Event({
  type: 'education.bullying.decided',
  version: 1,
  title: '欺凌认定处置',
  level: 'L4',
  category: 'K05',
  protection: ['school'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '教育 ≤ 3 个工作日；涉嫌违法的公安',
  example: { incidentRef: '示〔2026〕26号', isBullying: true, measures: ['apology'], parentsTold: true, startedOn: '2024-09-02', days: 1 },
})
export class BullyingDecided {
  @Label('事件编号') @Secret() @NumberText() incidentRef!: Secret<string>;
  @Label('是否认定欺凌') @IsBoolean() isBullying!: boolean;
  @Label('措施') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(BULLYM), { each: true }) measures!: Code<typeof BULLYM>[];
  @Label('是否告知家长') @IsBoolean() parentsTold!: boolean;
  @Label('启动日期') @IsDay() startedOn!: PlainDate;
  /** Unit: days. */
  @Label('天数', 'days') @IsInt() @Min(0) @Max(3650) days!: number;
}
