import { codes, Event, Label, type Code, type Moment, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsMoment } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { HSTATE } from '../codes';

/** 流浪未成年人入站: intake. */
@Event({
  type: 'civil-affairs.rescue.admitted',
  version: 1,
  title: '流浪未成年人入站',
  level: 'L4',
  category: 'K21',
  protection: ['government'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  told: '公安即时；寻亲公告 ≤ 24 小时；采血比对 ≤ 1 个月',
  example: { idKnown: true, health: 'good', noticeAt: '2024-09-02T09:30:00.000+08:00', dnaOn: '2024-09-02' },
})
export class RescueAdmitted {
  @Label('身份是否查明') @IsBoolean() idKnown!: boolean;
  @Label('健康状况') @IsOptional() @IsIn(codes(HSTATE)) health?: Code<typeof HSTATE>;
  @Label('寻亲公告时间') @IsOptional() @IsMoment() noticeAt?: Moment;
  @Label('采血日期') @IsOptional() @IsDay() dnaOn?: PlainDate;
}
