import { codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { RETURN } from '../codes';

/** 移送管辖. */
@Event({
  type: 'hub.clue.transferred',
  version: 1,
  title: '移送管辖',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '双方 ≤ 24小时',
  example: { to: 'org-example-001', reason: 'not-duty' },
})
export class ClueTransferred {
  @Label('送达单位') @Secret() @IsOrg() to!: Secret<string>;
  @Label('原因') @Countable() @IsIn(codes(RETURN)) reason!: Code<typeof RETURN>;
}
