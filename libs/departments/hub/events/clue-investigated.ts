import { codes, Countable, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { CLUERES } from '../codes';

/** 调查结论. */
@Event({
  type: 'hub.clue.investigated',
  version: 1,
  title: '调查结论',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'standard-19',
  purpose: 'rescue',
  told: '检察、未保办个案专员',
  example: { result: 'criminal' },
})
export class ClueInvestigated {
  @Label('结果') @Countable() @IsIn(codes(CLUERES)) result!: Code<typeof CLUERES>;
}
