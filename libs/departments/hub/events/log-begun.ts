import { Event, Label } from '@lianhu/kernel';
import { IsBoolean } from 'class-validator';

/** 日志启用: the first event after the keys that the log starts with. */
@Event({
  type: 'hub.log.begun',
  version: 1,
  title: '日志启用',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { demonstration: false },
})
export class LogBegun {
  /** The log holds demonstration data and refuses ID numbers that do not begin with 99. */
  @Label('是否演示数据') @IsBoolean() demonstration!: boolean;
}
