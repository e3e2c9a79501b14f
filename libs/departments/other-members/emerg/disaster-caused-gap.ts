import { Event, Label, Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 突发事件致监护缺失: disaster. */
@Event({
  type: 'emerg.disaster.caused-gap',
  version: 1,
  title: '突发事件致监护缺失',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '民政 即时',
  example: { disasterRef: '示〔2026〕25号', minors: 1 },
})
export class DisasterCausedGap {
  @Label('事件编号') @Secret() @NumberText() disasterRef!: Secret<string>;
  /** Unit: persons. */
  @Label('未成年人数', 'persons') @IsInt() @Min(0) @Max(100_000) minors!: number;
}
