import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { DISGR, DISKIND, SIDE } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 残疾人证核发: issued/regraded, of the child or a parent. */
@Event({
  type: 'disabled-federation.certificate.issued',
  version: 1,
  title: '残疾人证核发',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'treat',
  told: '民政（补贴比对）≤ 5 个工作日',
  example: { holder: 'self', kind: 'vision', grade: '1' },
})
export class CertificateIssued {
  @Label('持证人') @IsIn(codes(SIDE)) holder!: Code<typeof SIDE>;
  @Label('类别') @IsIn(codes(DISKIND)) kind!: Code<typeof DISKIND>;
  @Label('等级') @IsIn(codes(DISGR)) grade!: Code<typeof DISGR>;
}
