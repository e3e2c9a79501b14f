import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';

/** 日界: local midnight. What depends on the day changes by this event and nothing else. */
@Event({
  type: 'hub.day.turned',
  version: 1,
  title: '日界',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { date: '2024-09-02' },
})
export class DayTurned {
  /** The day that begins, in Asia/Shanghai. */
  @Label('日期') @IsDay() date!: PlainDate;
}
