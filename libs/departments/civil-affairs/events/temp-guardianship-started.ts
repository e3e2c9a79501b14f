import { codes, Event, Label, type Code, type Moment, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsMoment } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { PLACE, TG7 } from '../codes';

/** 临时监护开始: taken in. */
@Event({
  type: 'civil-affairs.temp-guardianship.started',
  version: 1,
  title: '临时监护开始',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '公安、检察、教育（任务）、未保办 ≤ 24小时',
  example: { situation: '1', placement: 'relative', from: '2024-09-02T09:30:00.000+08:00', dueReview: '2026-10-12' },
})
export class TempGuardianshipStarted {
  @Label('情形') @IsIn(codes(TG7)) situation!: Code<typeof TG7>;
  @Label('安置方式') @IsIn(codes(PLACE)) placement!: Code<typeof PLACE>;
  @Label('起始时间') @IsMoment({ own: true }) from!: Moment;
  @Label('复核日期') @IsDay({ ahead: true }) dueReview!: PlainDate;
}
