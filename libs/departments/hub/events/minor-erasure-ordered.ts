import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { ERASURE } from '../codes';

/** 删除决定: the office's head decides that what the hub holds of a child is destroyed; somebody else carries it out. */
@Event({
  type: 'hub.minor.erasure-ordered',
  version: 1,
  title: '个人信息删除决定',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'personal-data-law',
  purpose: 'supervise',
  told: '数据安全员',
  example: { reason: 'retention-ended' },
})
export class MinorErasureOrdered {
  @Label('原因') @IsIn(codes(ERASURE)) reason!: Code<typeof ERASURE>;
}
