import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsHash } from '@lianhu/standards';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PACK } from '../codes';

/** 政策包或规则启用: which values hold from a day on, by the hash of the pack's bytes. */
@Event({
  type: 'hub.policy.activated',
  version: 1,
  title: '政策包启用',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { pack: 'policy', version: 1, validFrom: '2026-01-01', hash: 'w6qrqLe7h+drIW+dyMt92gt2lnzdwErsPSlC8GATpt4=' },
})
export class PolicyActivated {
  @Label('启用内容') @IsIn(codes(PACK)) pack!: Code<typeof PACK>;
  @Label('版本') @IsInt() @Min(1) @Max(999_999) version!: number;
  @Label('生效日期') @IsDay({ ahead: true }) validFrom!: PlainDate;
  /** SHA-256 of the pack's canonical JSON. */
  @Label('摘要') @IsHash() hash!: string;
}
