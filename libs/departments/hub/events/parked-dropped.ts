import { codes, Event, Label, type Code, type Position } from '@lianhu/kernel';
import { IsFollowerName } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { LEAVING_OUT } from '../codes';

/** 搁置事件剔除: an operator leaves one event out of one view. The log keeps it; views obey when they come to this place. */
@Event({
  type: 'hub.parked.dropped',
  version: 1,
  title: '搁置事件剔除',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { follower: 'minors', position: 120, reason: 'defect' },
})
export class ParkedDropped {
  /** Name of the view. */
  @Label('跟随者') @IsFollowerName() follower!: string;
  /** Of the event that is left out. */
  @Label('事件位置') @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) position!: Position;
  @Label('原因') @IsIn(codes(LEAVING_OUT)) reason!: Code<typeof LEAVING_OUT>;
}
