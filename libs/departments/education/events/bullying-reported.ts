import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText, ROLE } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CHANNEL } from '../codes';

/** 欺凌报告: report received, one event a pupil involved. */
@Event({
  type: 'education.bullying.reported',
  version: 1,
  title: '欺凌报告',
  level: 'L4',
  category: 'K05',
  protection: ['school'],
  basis: 'standard-30',
  purpose: 'educate',
  told: '严重的：公安、教育即时',
  example: {
    incidentRef: '示〔2026〕27号',
    school: 'org-example-001',
    role: 'victim',
    channel: 'self',
    parties: 1,
    online: true,
    severe: true,
    policeTold: true,
  },
})
export class BullyingReported {
  @Label('事件编号') @Secret() @NumberText() incidentRef!: Secret<string>;
  @Label('学校') @IsOrg() school!: string;
  @Label('角色') @IsIn(codes(ROLE)) role!: Code<typeof ROLE>;
  @Label('渠道') @IsIn(codes(CHANNEL)) channel!: Code<typeof CHANNEL>;
  /** Unit: persons. */
  @Label('涉及人数', 'persons') @IsInt() @Min(0) @Max(100_000) parties!: number;
  @Label('是否线上') @IsBoolean() online!: boolean;
  @Label('是否严重') @IsBoolean() severe!: boolean;
  @Label('是否报警') @IsOptional() @IsBoolean() policeTold?: boolean;
}
