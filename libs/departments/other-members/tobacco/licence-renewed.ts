import { Event, Label, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';

/** 烟草许可延续: an existing licence inside the ring is renewed. */
@Event({
  type: 'tobacco.licence.renewed',
  version: 1,
  title: '烟草许可延续',
  level: 'L2',
  category: 'K16',
  protection: ['school', 'society'],
  basis: 'plan-002',
  child: false,
  purpose: 'supervise',
  told: '教育、未保办',
  example: { shop: 'org-example-001', licenceUntil: '2026-10-12' },
})
export class LicenceRenewed {
  @Label('商户') @IsOrg() shop!: string;
  @Label('许可到期日') @IsDay({ ahead: true }) licenceUntil!: PlainDate;
}
