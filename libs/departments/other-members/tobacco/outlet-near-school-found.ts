import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { SITE } from '../codes';

/** 校园周边烟草网点: distance check, also of a new licence. */
@Event({
  type: 'tobacco.outlet-near-school.found',
  version: 1,
  title: '校园周边烟草网点',
  level: 'L2',
  category: 'K16',
  protection: ['school', 'society'],
  basis: 'standard-33',
  child: false,
  purpose: 'supervise',
  told: '烟草专卖局；教育',
  example: { shop: 'org-example-001', school: 'org-example-001', site: 'primary', distance: 1, newOutlet: true, licenceUntil: '2026-10-12' },
})
export class OutletNearSchoolFound {
  @Label('商户') @IsOrg() shop!: string;
  @Label('学校') @IsOrg() school!: string;
  @Label('校园类别') @IsIn(codes(SITE)) site!: Code<typeof SITE>;
  /** Unit: metres. */
  @Label('距离（米）', 'metres') @IsInt() @Min(0) @Max(200) distance!: number;
  @Label('是否新设网点') @IsBoolean() newOutlet!: boolean;
  @Label('许可到期日') @IsDay({ ahead: true }) licenceUntil!: PlainDate;
}
