import { Event, Label, Secret } from '@lianhu/kernel';
import { FreeText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';

/** 案件关联: a named case officer or a command joins two tokens of one matter. */
@Event({
  type: 'hub.case.linked',
  version: 1,
  title: '案件关联',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'hub-operation',
  purpose: 'rescue',
  told: '个案专员',
  example: { cases: ['case-example1', 'case-example2'] },
})
export class CaseLinked {
  @Label('案件代号') @Secret() @IsArray() @ArrayMinSize(2) @ArrayMaxSize(2) @ArrayUnique() @FreeText(60, { each: true }) cases!: Secret<string[]>;
}
