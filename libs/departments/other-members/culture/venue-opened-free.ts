import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { FREE } from '../codes';

/** 场馆免费/优惠开放: venue register. */
@Event({
  type: 'culture.venue.opened-free',
  version: 1,
  title: '场馆免费、优惠开放',
  level: 'L1',
  category: 'K16',
  protection: ['society'],
  basis: 'standard-40',
  child: false,
  purpose: 'supervise',
  told: '计入达标统计',
  example: { venue: 'org-example-001', policy: 'free', days: 1, signShown: true, minorsSession: true },
})
export class VenueOpenedFree {
  @Label('场所') @IsOrg() venue!: string;
  @Label('优惠政策') @IsIn(codes(FREE)) policy!: Code<typeof FREE>;
  /** Unit: days. */
  @Label('天数', 'days') @IsOptional() @IsInt() @Min(0) @Max(3650) days?: number;
  @Label('是否公示') @IsOptional() @IsBoolean() signShown?: boolean;
  @Label('是否有未成年人专场') @IsOptional() @IsBoolean() minorsSession?: boolean;
}
