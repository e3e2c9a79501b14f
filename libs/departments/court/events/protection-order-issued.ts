import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NotBefore, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { PROTMEAS } from '../codes';

/** 作出人身安全保护令: the order was made; it holds for at most six months. */
@Event({
  type: 'court.protection-order.issued',
  version: 1,
  title: '作出人身安全保护令',
  level: 'L5',
  category: 'K09',
  protection: ['justice', 'family'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: '公安、村居（任务）、民政、妇联、教育（任务）即时',
  example: { caseRef: '（2026）示0101民保令3号', measures: ['no-violence', 'no-contact'], validFrom: '2026-10-12', validTo: '2027-04-11' },
})
export class ProtectionOrderIssued {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('保护措施')
  @Secret()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @ArrayUnique()
  @IsIn(codes(PROTMEAS), { each: true })
  measures!: Secret<Code<typeof PROTMEAS>[]>;
  @Label('生效日期') @Countable() @IsDay({ ahead: true }) validFrom!: PlainDate;
  /** Not before `validFrom` and at most six months after it. */
  @Label('届满日期') @Countable() @IsDay({ ahead: true }) @NotBefore('validFrom', 6) validTo!: PlainDate;
}
