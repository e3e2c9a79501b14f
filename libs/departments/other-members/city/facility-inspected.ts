import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { FACIL } from '../codes';

/** 公共设施检查: inspection (housing, traffic, culture too). */
@Event({
  type: 'city.facility.inspected',
  version: 1,
  title: '公共设施检查',
  level: 'L2',
  category: 'K16',
  protection: ['society'],
  basis: 'standard-36',
  child: false,
  purpose: 'supervise',
  told: '计入达标统计',
  example: { place: 'org-example-001', kind: 'tactile-path', ok: true },
})
export class FacilityInspected {
  @Label('场所') @IsOrg() place!: string;
  @Label('类别') @IsIn(codes(FACIL)) kind!: Code<typeof FACIL>;
  @Label('是否达标') @IsBoolean() ok!: boolean;
}
