import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, IsTown } from '@lianhu/standards';

/** 对口帮扶. */
@Event({
  type: 'hub.pairing.assigned',
  version: 1,
  title: '对口帮扶',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-004',
  child: false,
  purpose: 'statistics',
  told: '双方',
  example: { unit: 'org-example-001', town: '990101001', from: '2026-10-12' },
})
export class PairingAssigned {
  @Label('单位') @IsOrg() unit!: string;
  @Label('乡镇') @IsTown() town!: string;
  @Label('起始日期') @IsDay({ ahead: true }) from!: PlainDate;
}
