import { codes, Event, Label, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { COMPANION } from '../codes';

/** 旅馆未成年人入住异常: unaccompanied or doubtful. */
@Event({
  type: 'police.hotel-checkin.flagged',
  version: 1,
  title: '旅馆未成年人入住异常',
  level: 'L4',
  category: 'K21',
  protection: ['society'],
  basis: 'standard-38',
  purpose: 'rescue',
  told: '派出所即时；重复时未保办',
  example: {
    hotel: 'org-example-001',
    at: '2024-09-02T09:30:00.000+08:00',
    with: 'alone',
    fiveMust: [true, true, true, true, true],
    parentCalled: true,
  },
})
export class HotelCheckinFlagged {
  @Label('旅馆') @IsOrg() hotel!: string;
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
  @Label('同住人') @IsOptional() @IsIn(codes(COMPANION)) with?: Code<typeof COMPANION>;
  @Label('五必须执行情况') @IsArray() @ArrayMinSize(5) @ArrayMaxSize(5) @IsBoolean({ each: true }) fiveMust!: boolean[];
  @Label('是否联系父母') @IsBoolean() parentCalled!: boolean;
}
