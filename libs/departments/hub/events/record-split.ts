import { codes, Event, Label, MAX_MOVED, Secret, type Code } from '@lianhu/kernel';
import { PersonText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { CORR } from '../codes';

/** 身份拆分: one file of two children. */
@Event({
  type: 'hub.record.split',
  version: 1,
  title: '身份拆分',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '误读过档案的各方；未办结预警随之转入的乡镇',
  example: { reason: 'entry-error', events: [1], decidedBy: ['P-00011', 'P-00012'] },
})
export class RecordSplit {
  @Label('原因') @IsIn(codes(CORR)) reason!: Code<typeof CORR>;
  /** Position in the log. */
  @Label('事件序号')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_MOVED)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  events!: number[];
  @Label('决定人') @Secret() @IsArray() @ArrayMinSize(2) @ArrayMaxSize(2) @ArrayUnique() @PersonText({ each: true }) decidedBy!: Secret<string[]>;
}
