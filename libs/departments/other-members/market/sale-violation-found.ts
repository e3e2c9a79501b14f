import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { GOODS } from '../codes';

/** 向未成年人售酒彩票等: inspection. */
@Event({
  type: 'market.sale-violation.found',
  version: 1,
  title: '向未成年人售酒彩票等',
  level: 'L2',
  category: 'K16',
  protection: ['society'],
  basis: 'plan-000',
  child: false,
  purpose: 'supervise',
  told: '行业主管部门',
  example: { shop: 'org-example-001', goods: 'tobacco', distance: 1 },
})
export class SaleViolationFound {
  @Label('商户') @IsOrg() shop!: string;
  @Label('物品') @IsIn(codes(GOODS)) goods!: Code<typeof GOODS>;
  /** Unit: metres. */
  @Label('距离（米）', 'metres') @IsOptional() @IsInt() @Min(0) @Max(100_000) distance?: number;
}
