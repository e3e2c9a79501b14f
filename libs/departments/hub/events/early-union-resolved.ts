import { CaseRef, codes, Countable, Event, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { UNION3 } from '../codes';

/** 早婚早育化解. */
@Event({
  type: 'hub.early-union.resolved',
  version: 1,
  title: '早婚早育化解',
  level: 'L5',
  category: 'K08',
  protection: ['society'],
  basis: 'plan-004',
  purpose: 'rescue',
  told: '工作专班',
  example: { fileNo: '（2026）示718号', batch: 'separated', on: '2024-09-02' },
})
export class EarlyUnionResolved {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('化解方式') @Countable() @IsIn(codes(UNION3)) batch!: Code<typeof UNION3>;
  @Label('日期') @Countable() @IsDay({ own: true }) on!: PlainDate;
}
