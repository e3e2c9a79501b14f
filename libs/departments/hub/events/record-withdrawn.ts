import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { PersonText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CORR, DEPT } from '../codes';

/** 撤回. */
@Event({
  type: 'hub.record.withdrawn',
  version: 2,
  title: '撤回',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'personal-data-law',
  purpose: 'supervise',
  told: '同上',
  example: { target: 1, reason: 'entry-error', department: 'police', approver: 'P-0001' },
})
export class RecordWithdrawn {
  /** Position in the log. */
  @Label('原事件序号') @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) target!: number;
  @Label('原因') @IsIn(codes(CORR)) reason!: Code<typeof CORR>;
  /** Of the department that had sent what is withdrawn. Withdrawals recorded before this field was there do not name it. */
  @Label('原报送部门') @IsOptional() @IsIn(codes(DEPT)) department?: Code<typeof DEPT>;
  @Label('批准人') @IsOptional() @Secret() @PersonText() approver?: Secret<string>;
}
