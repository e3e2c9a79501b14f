import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { PersonText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { CORR } from '../codes';

/** 身份合并: two files of one child. */
@Event({
  type: 'hub.record.merged',
  version: 1,
  title: '身份合并',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'supervise',
  told: '数据专员；未办结预警随之转入的乡镇',
  example: { reason: 'entry-error', decidedBy: ['P-00011', 'P-00012'] },
})
export class RecordMerged {
  @Label('原因') @IsIn(codes(CORR)) reason!: Code<typeof CORR>;
  @Label('决定人') @Secret() @IsArray() @ArrayMinSize(2) @ArrayMaxSize(2) @ArrayUnique() @PersonText({ each: true }) decidedBy!: Secret<string[]>;
}
