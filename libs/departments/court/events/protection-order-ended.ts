import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { AdultToo, IsDay, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { ORDEREND } from '../codes';

/** 人身安全保护令终止: the order expired or was lifted, changed or extended. */
@AdultToo()
@Event({
  type: 'court.protection-order.ended',
  version: 1,
  title: '人身安全保护令终止',
  level: 'L5',
  category: 'K09',
  protection: ['justice'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '公安、乡镇（任务） ≤ 24 小时',
  example: { caseRef: '（2026）示0101民保令3号', kind: 'expired', endedOn: '2024-09-02' },
})
export class ProtectionOrderEnded {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('终止方式') @Countable() @IsIn(codes(ORDEREND)) kind!: Code<typeof ORDEREND>;
  @Label('终止日期') @Countable() @IsDay({ own: true }) endedOn!: PlainDate;
}
