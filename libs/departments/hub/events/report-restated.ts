import { Event, Label, Secret, type Position, type Quarter } from '@lianhu/kernel';
import { FreeText, IsHash, IsQuarter, PersonText } from '@lianhu/standards';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** 重述: the next version's figures are those of this position and root, with corrections as if they had come in time: the report of this hash. */
@Event({
  type: 'hub.report.restated',
  version: 2,
  title: '重述',
  level: 'L1',
  category: 'K17',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'statistics',
  told: '全体；审计',
  example: {
    quarter: '2026-Q3',
    version: 2,
    reason: '情况说明',
    approver: 'P-0001',
    position: 1200,
    root: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=',
    report: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=',
  },
})
export class ReportRestated {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('版本') @IsInt() @Min(1) @Max(10_000) version!: number;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
  /** The last position that counts. Restatements recorded before this field was there count up to themselves. */
  @Label('序号') @IsOptional() @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) position?: Position;
  /** Root of the log's tree at that position. */
  @Label('树根') @IsOptional() @IsHash() root?: string;
  /** SHA-256 of the report's bytes: the canonical raw cells, unsuppressed. Restatements recorded before this field was there do not name it. */
  @Label('季报摘要') @IsOptional() @IsHash() report?: string;
}
