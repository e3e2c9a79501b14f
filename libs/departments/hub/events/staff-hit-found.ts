import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, NumberText, PersonText, SECTOR } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 查询有记录. */
@Event({
  type: 'hub.staff-hit.found',
  version: 1,
  title: '查询有记录',
  level: 'L5',
  category: 'K15',
  protection: ['society'],
  basis: 'standard-21',
  child: false,
  purpose: 'supervise',
  told: '用人单位指定人员、检察',
  example: { checkNo: '（2026）示153号', sector: 'education', onStaff: true, receivedOn: '2024-09-02', person: 'P-0001' },
})
export class StaffHitFound {
  /** Makes the case token. */
  @Label('查询编号') @CaseRef() @NumberText() checkNo!: Secret<string>;
  @Label('行业') @Countable() @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('是否在职') @Countable() @IsBoolean() onStaff!: boolean;
  @Label('收到日期') @Countable() @IsDay({ own: true }) receivedOn!: PlainDate;
  @Label('人员') @Secret() @PersonText() person!: Secret<string>;
}
