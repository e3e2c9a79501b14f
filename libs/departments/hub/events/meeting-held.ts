import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay, IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MEET, POST, TIER } from '../codes';

/** 会议召开. */
@Event({
  type: 'hub.meeting.held',
  version: 1,
  title: '会议召开',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-8',
  child: false,
  purpose: 'statistics',
  told: '成员单位',
  example: {
    kind: 'leading-group',
    tier: 'grid',
    unit: 'org-example-001',
    date: '2024-09-02',
    chairedBy: 'office-director',
    attendees: 1,
    agenda: '情况说明',
  },
})
export class MeetingHeld {
  @Label('类别') @IsIn(codes(MEET)) kind!: Code<typeof MEET>;
  @Label('层级') @IsIn(codes(TIER)) tier!: Code<typeof TIER>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
  @Label('主持人岗位') @IsIn(codes(POST)) chairedBy!: Code<typeof POST>;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
  @Label('议题') @IsOptional() @Secret() @FreeText(500) agenda?: Secret<string>;
}
