import { CaseRef, codes, Countable, Event, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { HIT } from '../codes';

/** 处理有记录人员. */
@Event({
  type: 'hub.staff-hit.handled',
  version: 1,
  title: '处理有记录人员',
  level: 'L5',
  category: 'K15',
  protection: ['society'],
  basis: 'standard-21',
  child: false,
  purpose: 'supervise',
  told: '检察、行业主管部门',
  example: { checkNo: '（2026）示333号', action: 'reject', handledOn: '2024-09-02' },
})
export class StaffHitHandled {
  /** Makes the case token. */
  @Label('查询编号') @CaseRef() @NumberText() checkNo!: Secret<string>;
  @Label('处理方式') @Countable() @IsIn(codes(HIT)) action!: Code<typeof HIT>;
  @Label('处理日期') @Countable() @IsDay({ own: true }) handledOn!: PlainDate;
}
