import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EXHIBIT } from '../codes';

/** 宣传展示. */
@Event({
  type: 'hub.exhibit.published',
  version: 1,
  title: '宣传展示',
  level: 'L1',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '全体',
  example: { kind: 'policy', unit: 'org-example-001', date: '2024-09-02' },
})
export class ExhibitPublished {
  @Label('类别') @IsIn(codes(EXHIBIT)) kind!: Code<typeof EXHIBIT>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
}
