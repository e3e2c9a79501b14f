import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';

/** 校园周边网点清退: outlet gone. */
@Event({
  type: 'tobacco.outlet.closed',
  version: 1,
  title: '校园周边网点清退',
  level: 'L2',
  category: 'K16',
  protection: ['school', 'society'],
  basis: 'plan-002',
  child: false,
  purpose: 'supervise',
  told: '教育',
  example: { shop: 'org-example-001', closedOn: '2024-09-02' },
})
export class OutletClosed {
  @Label('商户') @IsOrg() shop!: string;
  @Label('办结日期') @IsDay({ own: true }) closedOn!: PlainDate;
}
