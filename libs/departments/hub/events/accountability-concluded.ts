import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, SECTOR } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ACCT } from '../codes';

/** 追责结果. */
@Event({
  type: 'hub.accountability.concluded',
  version: 1,
  title: '追责结果',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-19',
  child: false,
  purpose: 'supervise',
  told: '检察、纪检监察机关、未保办',
  example: { org: 'org-example-001', sector: 'education', result: 'criticism' },
})
export class AccountabilityConcluded {
  @Label('单位') @IsOrg() org!: string;
  @Label('行业') @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('结果') @IsIn(codes(ACCT)) result!: Code<typeof ACCT>;
}
