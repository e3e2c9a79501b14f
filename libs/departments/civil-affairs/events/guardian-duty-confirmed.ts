import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, PersonText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 散居孤儿监护责任确认书签订: paper signed by the guardian of a scattered orphan. */
@Event({
  type: 'civil-affairs.guardian-duty.confirmed',
  version: 1,
  title: '散居孤儿监护责任确认书签订',
  level: 'L4',
  category: 'K03',
  protection: ['family'],
  basis: 'plan-000',
  purpose: 'rescue',
  told: '乡镇、村居',
  example: { guardian: 'P-0001', signedOn: '2024-09-02', validTo: '2026-10-12' },
})
export class GuardianDutyConfirmed {
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('签署日期') @IsDay({ own: true }) signedOn!: PlainDate;
  @Label('失效日期') @IsOptional() @IsDay({ ahead: true }) validTo?: PlainDate;
}
