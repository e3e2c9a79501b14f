import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { ERASURE } from '../codes';

/** 删除执行: keys, identity and references of a child are destroyed. Nothing in it is personal; it may stand again after a restore. */
@Event({
  type: 'hub.minor.erased',
  version: 1,
  title: '个人信息删除执行',
  level: 'L4',
  category: 'K27',
  protection: ['government'],
  basis: 'personal-data-law',
  purpose: 'supervise',
  told: '作出决定者',
  example: { reason: 'retention-ended' },
})
export class MinorErased {
  @Label('原因') @IsIn(codes(ERASURE)) reason!: Code<typeof ERASURE>;
}
