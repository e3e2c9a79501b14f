import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg, NumberText, PersonText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { GUARDKIND } from '../codes';

/** 指定监护人: designation. */
@Event({
  type: 'court.guardian.designated',
  version: 1,
  title: '指定监护人',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'civil-code',
  purpose: 'educate',
  told: '民政、乡镇 ≤ 3个工作日',
  example: { caseRef: '示〔2026〕25号', guardian: 'P-0001', guardianOrg: 'org-example-001', kind: 'court' },
})
export class GuardianDesignated {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('监护人') @IsOptional() @Secret() @PersonText() guardian?: Secret<string>;
  @Label('监护机构') @IsOptional() @IsOrg() guardianOrg?: string;
  @Label('类别') @IsIn(codes(GUARDKIND)) kind!: Code<typeof GUARDKIND>;
}
