import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { POST } from '../codes';

/** 离任. */
@Event({
  type: 'hub.staff.left',
  version: 1,
  title: '离任',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'minors-protection-law',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { unit: 'org-example-001', post: 'office-director', seat: 2, leftOn: '2024-09-02' },
})
export class StaffLeft {
  @Label('单位') @IsOrg() unit!: string;
  @Label('岗位') @IsIn(codes(POST)) post!: Code<typeof POST>;
  @Label('席位') @IsInt() @Min(1) @Max(10_000) seat!: number;
  @Label('离开日期') @IsDay({ own: true }) leftOn!: PlainDate;
}
