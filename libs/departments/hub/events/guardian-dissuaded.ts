import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { BY, GCAUSE, IsDay, PersonText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { DISSUADE } from '../codes';

/** 劝诫(劝阻、制止、批评教育). */
@Event({
  type: 'hub.guardian.dissuaded',
  version: 1,
  title: '劝诫（劝阻、制止、批评教育）',
  level: 'L4',
  category: 'K22',
  protection: ['family'],
  basis: 'plan-000',
  purpose: 'educate',
  told: '乡镇',
  example: { guardian: 'P-0001', form: 'dissuaded', cause: 'refusal', by: 'school', recheckOn: '2026-10-12' },
})
export class GuardianDissuaded {
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('形式') @IsIn(codes(DISSUADE)) form!: Code<typeof DISSUADE>;
  @Label('事由') @IsIn(codes(GCAUSE)) cause!: Code<typeof GCAUSE>;
  @Label('劝诫单位') @IsIn(codes(BY)) by!: Code<typeof BY>;
  @Label('复查日期') @IsDay({ ahead: true }) recheckOn!: PlainDate;
}
