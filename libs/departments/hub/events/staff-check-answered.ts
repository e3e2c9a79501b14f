import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, NumberText } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 查询答复(不含结果). */
@Event({
  type: 'hub.staff-check.answered',
  version: 1,
  title: '查询答复（不含结果）',
  level: 'L3',
  category: 'K15',
  protection: ['society'],
  basis: 'standard-21',
  child: false,
  purpose: 'supervise',
  told: '用人单位、行业主管部门',
  example: { checkNo: '示〔2026〕24号', employer: 'org-example-001', persons: 1, answeredOn: '2024-09-02' },
})
export class StaffCheckAnswered {
  @Label('查询编号') @Secret() @NumberText() checkNo!: Secret<string>;
  @Label('用人单位') @IsOrg() employer!: string;
  @Label('人数') @IsInt() @Min(0) @Max(1_000_000) persons!: number;
  @Label('答复日期') @IsDay({ own: true }) answeredOn!: PlainDate;
}
