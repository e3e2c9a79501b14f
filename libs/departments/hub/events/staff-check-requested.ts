import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText, SECTOR } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CHK } from '../codes';

/** 从业查询申请. */
@Event({
  type: 'hub.staff-check.requested',
  version: 1,
  title: '从业查询申请',
  level: 'L3',
  category: 'K15',
  protection: ['society'],
  basis: 'standard-21',
  child: false,
  purpose: 'supervise',
  told: '公安、检察',
  example: { checkNo: '示〔2026〕25号', employer: 'org-example-001', sector: 'education', persons: 1, staff: 1, kind: 'entry' },
})
export class StaffCheckRequested {
  @Label('查询编号') @Secret() @NumberText() checkNo!: Secret<string>;
  @Label('用人单位') @IsOrg() employer!: string;
  @Label('行业') @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('人数') @IsInt() @Min(0) @Max(1_000_000) persons!: number;
  /** Unit: persons. */
  @Label('在职人数', 'persons') @IsOptional() @IsInt() @Min(0) @Max(100_000) staff?: number;
  @Label('类别') @IsIn(codes(CHK)) kind!: Code<typeof CHK>;
}
