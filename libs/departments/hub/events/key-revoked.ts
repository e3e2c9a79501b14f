import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsKeyName } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { DEPT } from '../codes';

/** 部门公钥撤销: from the next position on the key is not valid any more. */
@Event({
  type: 'hub.key.revoked',
  version: 1,
  title: '部门公钥撤销',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { department: 'police', keyId: 'police-1' },
})
export class KeyRevoked {
  @Label('部门') @IsIn(codes(DEPT)) department!: Code<typeof DEPT>;
  @Label('密钥编号') @IsKeyName() keyId!: string;
}
