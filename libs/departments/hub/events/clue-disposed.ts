import { codes, Countable, Event, Label, type Code } from '@lianhu/kernel';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { DISPOSE } from '../codes';

/** 处置. */
@Event({
  type: 'hub.clue.disposed',
  version: 1,
  title: '处置',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'standard-19',
  purpose: 'rescue',
  told: '检察；民政、教育、卫健 T',
  example: { measures: ['case-filed'] },
})
export class ClueDisposed {
  @Label('措施') @Countable() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(DISPOSE), { each: true }) measures!: Code<
    typeof DISPOSE
  >[];
}
