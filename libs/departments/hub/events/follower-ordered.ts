import { codes, Event, Label, type Code, type Position } from '@lianhu/kernel';
import { IsFollowerName } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { FOLLOWER_ORDER } from '../codes';

/** 跟随者指令: an operator pauses, resumes or rewinds a follower, or has it try again what is parked. */
@Event({
  type: 'hub.follower.ordered',
  version: 1,
  title: '跟随者指令',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { follower: 'minors', order: 'rewind', to: 0 },
})
export class FollowerOrdered {
  /** Name of the view or reactor. */
  @Label('跟随者') @IsFollowerName() follower!: string;
  @Label('指令') @IsIn(codes(FOLLOWER_ORDER)) order!: Code<typeof FOLLOWER_ORDER>;
  /** Where it was rewound to. */
  @Label('回退位置') @IsOptional() @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) to?: Position;
}
