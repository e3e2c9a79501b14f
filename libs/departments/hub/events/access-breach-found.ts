import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ABREACH } from '../codes';

/** 违规调阅认定. */
@Event({
  type: 'hub.access-breach.found',
  version: 1,
  title: '违规调阅认定',
  level: 'L3',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'supervise',
  told: '督查专员、单位负责人',
  example: { kind: 'sealed', unit: 'org-example-001' },
})
export class AccessBreachFound {
  @Label('类别') @IsIn(codes(ABREACH)) kind!: Code<typeof ABREACH>;
  @Label('单位') @IsOrg() unit!: string;
}
