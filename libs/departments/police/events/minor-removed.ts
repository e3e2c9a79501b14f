import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { IsMoment, IsOrg, NumberText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { REMOVE } from '../codes';

/** 紧急带离: child taken from danger. */
@Event({
  type: 'police.minor.removed',
  version: 1,
  title: '紧急带离',
  level: 'L5',
  category: 'K10',
  protection: ['family', 'government'],
  basis: 'civil-code',
  purpose: 'rescue',
  told: '民政即时（当日接收）；检察 ≤ 24 小时',
  example: { caseRef: '（2026）示331号', reason: 'violence', handedTo: 'org-example-001', at: '2024-09-02T09:30:00.000+08:00' },
})
export class MinorRemoved {
  /** Makes the case token. */
  @Label('案号') @IsOptional() @CaseRef() @NumberText() caseRef?: Secret<string>;
  @Label('原因') @Countable() @IsIn(codes(REMOVE)) reason!: Code<typeof REMOVE>;
  @Label('移交单位') @Secret() @IsOrg() handedTo!: Secret<string>;
  @Label('时间') @Countable() @IsMoment({ own: true }) at!: Moment;
}
