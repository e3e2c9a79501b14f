import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';

/** 机构场所注销. */
@Event({
  type: 'hub.place.closed',
  version: 1,
  title: '机构场所注销',
  level: 'L1',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-65',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { place: 'org-example-001', closedOn: '2024-09-02' },
})
export class PlaceClosed {
  @Label('场所') @IsOrg() place!: string;
  @Label('办结日期') @IsDay({ own: true }) closedOn!: PlainDate;
}
