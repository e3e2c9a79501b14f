import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, PersonText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CORR } from '../codes';

/** 更正. */
@Event({
  type: 'hub.record.corrected',
  version: 1,
  title: '更正',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'personal-data-law',
  purpose: 'supervise',
  told: '原告知的各方',
  example: { target: 1, reason: 'entry-error', fields: ['情况说明'], approver: 'P-0001' },
})
export class RecordCorrected {
  /** Position in the log. */
  @Label('原事件序号') @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) target!: number;
  @Label('原因') @IsIn(codes(CORR)) reason!: Code<typeof CORR>;
  @Label('更正字段') @IsOptional() @Secret() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @FreeText(500, { each: true }) fields?: Secret<string[]>;
  @Label('批准人') @IsOptional() @Secret() @PersonText() approver?: Secret<string>;
}
