import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsStandardItem } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { SCORER } from '../codes';

/** 达标评分. */
@Event({
  type: 'hub.standard.scored',
  version: 1,
  title: '达标评分',
  level: 'L2',
  category: 'K17',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'statistics',
  told: '单位',
  example: { item: 'S24', score: 1, by: 'unit' },
})
export class StandardScored {
  @Label('达标条目') @IsStandardItem() item!: string;
  /** Unit: tenths of a point. */
  @Label('得分（十分之一分）', 'tenths of a point') @IsInt() @Min(0) @Max(1000) score!: number;
  @Label('评分方') @IsIn(codes(SCORER)) by!: Code<typeof SCORER>;
}
