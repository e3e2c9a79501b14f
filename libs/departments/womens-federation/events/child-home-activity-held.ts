import { Event, Label } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsInt, Max, Min } from 'class-validator';

/** 儿童之家活动: activity. */
@Event({
  type: 'womens-federation.child-home-activity.held',
  version: 1,
  title: '儿童之家活动',
  level: 'L1',
  category: 'K26',
  protection: ['society'],
  basis: 'standard-25',
  child: false,
  purpose: 'statistics',
  told: '计入达标统计',
  example: { place: 'org-example-001', attendees: 1 },
})
export class ChildHomeActivityHeld {
  @Label('场所') @IsOrg() place!: string;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
}
