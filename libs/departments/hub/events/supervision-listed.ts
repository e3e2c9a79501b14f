import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment, IsOrg, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { SUPK } from '../codes';

/** 挂牌督办. */
@Event({
  type: 'hub.supervision.listed',
  version: 1,
  title: '挂牌督办',
  level: 'L3',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-10',
  child: false,
  purpose: 'supervise',
  told: '单位负责人、督查专员',
  example: { kind: 'vicious-case', matter: '情况说明', unit: 'org-example-001', dueAt: '2026-10-12T09:30:00.000+08:00', approver: 'P-0001' },
})
export class SupervisionListed {
  @Label('类别') @IsIn(codes(SUPK)) kind!: Code<typeof SUPK>;
  @Label('督办事项') @IsOptional() @Secret() @FreeText(500) matter?: Secret<string>;
  @Label('单位') @IsOrg() unit!: string;
  @Label('期限') @IsMoment({ ahead: true }) dueAt!: Moment;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
