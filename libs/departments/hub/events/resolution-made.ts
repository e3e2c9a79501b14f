import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { MEET } from '../codes';

/** 议定事项. */
@Event({
  type: 'hub.resolution.made',
  version: 1,
  title: '议定事项',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '有关单位',
  example: {
    number: '示〔2026〕19号',
    meetingKind: 'leading-group',
    lead: 'org-example-001',
    helpers: ['org-example-001'],
    dueAt: '2026-10-12T09:30:00.000+08:00',
    text: '情况说明',
  },
})
export class ResolutionMade {
  @Label('事项编号') @IsOptional() @Secret() @NumberText() number?: Secret<string>;
  @Label('会议种类') @IsIn(codes(MEET)) meetingKind!: Code<typeof MEET>;
  @Label('牵头单位') @IsOrg() lead!: string;
  @Label('协办单位') @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) helpers?: string[];
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
}
