import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { LG } from '../codes';

/** 长期监护: statutory situation. */
@Event({
  type: 'civil-affairs.long-guardianship.started',
  version: 1,
  title: '长期监护',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '公安（户口）、教育、卫健（任务）≤ 5 个工作日',
  example: { situation: '1', institution: 'org-example-001' },
})
export class LongGuardianshipStarted {
  @Label('情形') @IsIn(codes(LG)) situation!: Code<typeof LG>;
  @Label('福利机构') @IsOptional() @IsOrg() institution?: string;
}
