import { Event, Label } from '@lianhu/kernel';
import { IsMonth } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 辍学失学通报: county or town tells units the ledger's state (no child). */
@Event({
  type: 'education.dropout-bulletin.issued',
  version: 1,
  title: '辍学失学通报',
  level: 'L2',
  category: 'K17',
  protection: ['school'],
  basis: 'plan-004',
  child: false,
  purpose: 'statistics',
  told: '乡镇、学校s、未保办',
  example: { month: '202610', suspected: 1, dropped: 1, returned: 1 },
})
export class DropoutBulletinIssued {
  @Label('月份') @IsMonth() month!: string;
  @Label('疑似辍学人数') @IsInt() @Min(0) @Max(1_000_000) suspected!: number;
  @Label('辍学人数') @IsInt() @Min(0) @Max(1_000_000) dropped!: number;
  @Label('返校人数') @IsInt() @Min(0) @Max(1_000_000) returned!: number;
}
