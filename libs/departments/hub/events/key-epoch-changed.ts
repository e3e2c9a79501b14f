import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { EPOCH_STEP } from '../codes';

/** 身份库密钥轮换: the vault's keys go over to a new epoch; when the older one's key is destroyed, older copies open nothing any more. */
@Event({
  type: 'hub.key-epoch.changed',
  version: 1,
  title: '身份库密钥轮换',
  level: 'L1',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'audit',
  child: false,
  example: { epoch: 2, step: 'begun' },
})
export class KeyEpochChanged {
  @Label('密钥批次') @IsInt() @Min(1) @Max(999_999_999) epoch!: number;
  @Label('步骤') @IsIn(codes(EPOCH_STEP)) step!: Code<typeof EPOCH_STEP>;
}
