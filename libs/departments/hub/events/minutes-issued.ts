import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { MEET, POST } from '../codes';

/** 会议纪要印发. */
@Event({
  type: 'hub.minutes.issued',
  version: 1,
  title: '会议纪要印发',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-12',
  child: false,
  purpose: 'statistics',
  told: '成员单位、各乡镇',
  example: { kind: 'leading-group', meetingOn: '2024-09-02', signedBy: 'office-director', issuedOn: '2024-09-02' },
})
export class MinutesIssued {
  @Label('类别') @IsIn(codes(MEET)) kind!: Code<typeof MEET>;
  @Label('会议日期') @IsDay() meetingOn!: PlainDate;
  @Label('签发人岗位') @IsIn(codes(POST)) signedBy!: Code<typeof POST>;
  @Label('印发日期') @IsDay({ own: true }) issuedOn!: PlainDate;
}
