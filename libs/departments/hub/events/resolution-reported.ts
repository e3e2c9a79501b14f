import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { RESST } from '../codes';

/** 议定事项进展. */
@Event({
  type: 'hub.resolution.reported',
  version: 1,
  title: '议定事项进展',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { lead: 'org-example-001', state: 'not-begun', at: '2024-09-02T09:30:00.000+08:00', text: '情况说明' },
})
export class ResolutionReported {
  @Label('牵头单位') @IsOrg() lead!: string;
  @Label('状态') @IsIn(codes(RESST)) state!: Code<typeof RESST>;
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
}
