import { Event, Label } from '@lianhu/kernel';
import { IsOrg, IsTown } from '@lianhu/standards';

/** 护送流浪未成年人: brought to rescue unit. */
@Event({
  type: 'police.wandering-minor.escorted',
  version: 1,
  title: '护送流浪未成年人',
  level: 'L4',
  category: 'K21',
  protection: ['government'],
  basis: 'standard-52',
  purpose: 'rescue',
  told: '民政 即时',
  example: { town: '990101001', handedTo: 'org-example-001' },
})
export class WanderingMinorEscorted {
  @Label('乡镇') @IsTown() town!: string;
  @Label('移交单位') @IsOrg() handedTo!: string;
}
