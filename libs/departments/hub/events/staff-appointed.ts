import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, PersonText } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { POST } from '../codes';

/** 任职. */
@Event({
  type: 'hub.staff.appointed',
  version: 1,
  title: '任职',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-8',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: {
    unit: 'org-example-001',
    post: 'office-director',
    seat: 2,
    person: 'P-0001',
    appointedOn: '2024-09-02',
    fullTime: true,
    licensed: true,
    femaleCommittee: true,
  },
})
export class StaffAppointed {
  @Label('单位') @IsOrg() unit!: string;
  @Label('岗位') @IsIn(codes(POST)) post!: Code<typeof POST>;
  @Label('席位') @IsInt() @Min(1) @Max(10_000) seat!: number;
  @Label('人员') @Secret() @PersonText() person!: Secret<string>;
  @Label('任职日期') @IsDay({ own: true }) appointedOn!: PlainDate;
  @Label('是否专职') @IsBoolean() fullTime!: boolean;
  @Label('是否持证') @IsBoolean() licensed!: boolean;
  @Label('是否妇联执委') @IsOptional() @IsBoolean() femaleCommittee?: boolean;
}
