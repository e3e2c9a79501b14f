import { Event, Label } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';

/** 特教资源教室设立: room opened or closed (no child). */
@Event({
  type: 'education.resource-room.equipped',
  version: 1,
  title: '特教资源教室设立',
  level: 'L1',
  category: 'K16',
  protection: ['government', 'school'],
  basis: 'standard-48',
  child: false,
  purpose: 'supervise',
  told: '残联',
  example: { school: 'org-example-001', open: true, equipped: true, teachers: 1 },
})
export class ResourceRoomEquipped {
  @Label('学校') @IsOrg() school!: string;
  @Label('是否开放') @IsBoolean() open!: boolean;
  @Label('是否配备') @IsBoolean() equipped!: boolean;
  /** Unit: persons. */
  @Label('教师人数', 'persons') @IsInt() @Min(0) @Max(100_000) teachers!: number;
}
