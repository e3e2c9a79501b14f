import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { CARER, CLUESRC, IsDay } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { UNATT } from '../codes';

/** 事实无人监护报告. */
@Event({
  type: 'hub.unattended-minor.reported',
  version: 1,
  title: '事实无人监护报告',
  level: 'L4',
  category: 'K03',
  protection: ['family', 'government'],
  basis: 'plan-001',
  purpose: 'rescue',
  told: '乡镇、民政 即时',
  example: { since: '2024-09-02', cause: 'parents-dead-or-lost', carer: 'other-parent', foundBy: 'school' },
})
export class UnattendedMinorReported {
  @Label('起始日期') @IsDay() since!: PlainDate;
  @Label('事由') @IsIn(codes(UNATT)) cause!: Code<typeof UNATT>;
  @Label('照护人') @IsIn(codes(CARER)) carer!: Code<typeof CARER>;
  @Label('发现来源') @IsIn(codes(CLUESRC)) foundBy!: Code<typeof CLUESRC>;
}
