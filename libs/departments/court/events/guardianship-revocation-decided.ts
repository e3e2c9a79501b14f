import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { REVOKE } from '../codes';

/** 撤销/恢复监护人资格裁判: effective judgment. */
@Event({
  type: 'court.guardianship-revocation.decided',
  version: 1,
  title: '撤销、恢复监护人资格裁判',
  level: 'L4',
  category: 'K22',
  protection: ['family', 'justice', 'government'],
  basis: 'civil-code',
  purpose: 'educate',
  told: '民政、公安 即时；教育（任务） ≤ 3个工作日',
  example: { caseRef: '示〔2026〕37号', guardian: 'P-0001', outcome: 'revoked', newGuardian: 'P-0001', newGuardianOrg: 'org-example-001' },
})
export class GuardianshipRevocationDecided {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('结果') @IsIn(codes(REVOKE)) outcome!: Code<typeof REVOKE>;
  @Label('新监护人') @IsOptional() @Secret() @PersonText() newGuardian?: Secret<string>;
  @Label('新监护机构') @IsOptional() @IsOrg() newGuardianOrg?: string;
}
