import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { GCAUSE, IsDay, PersonText } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 约谈监护人. */
@Event({
  type: 'hub.guardian.interviewed',
  version: 1,
  title: '约谈监护人',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'plan-004',
  purpose: 'educate',
  told: '未保办；拒不改正的公安',
  example: { guardian: 'P-0001', cause: 'refusal', committed: true, recheckOn: '2026-10-12' },
})
export class GuardianInterviewed {
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('事由') @IsIn(codes(GCAUSE)) cause!: Code<typeof GCAUSE>;
  @Label('是否作出承诺') @IsBoolean() committed!: boolean;
  @Label('复查日期') @IsDay({ ahead: true }) recheckOn!: PlainDate;
}
