import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsHash, IsKeyName, IsKeyProof, type KeyProof } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { DEPT, KEYALG } from '../codes';

/** 部门公钥登记: from the next position on the key is valid for its department. Position 1 is the hub's own. */
@Event({
  type: 'hub.key.registered',
  version: 1,
  title: '部门公钥登记',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { algorithm: 'Ed25519', department: 'police', keyId: 'police-1', publicKey: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=' },
})
export class KeyRegistered {
  @Label('算法') @IsIn(codes(KEYALG)) algorithm!: Code<typeof KEYALG>;
  @Label('部门') @IsIn(codes(DEPT)) department!: Code<typeof DEPT>;
  /** Unique in the log for ever. */
  @Label('密钥编号') @IsKeyName() keyId!: string;
  /** The raw 32 bytes in base64. */
  @Label('公钥') @IsHash() publicKey!: string;
  /** From a department's second key on: the key before it, and that key's signature over this one. */
  @Label('上一密钥及其签名') @IsOptional() @IsKeyProof() previous?: KeyProof;
}
