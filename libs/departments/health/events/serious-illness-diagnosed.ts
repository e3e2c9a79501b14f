import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { ILL } from '../codes';

/** 儿童重病: listed disease. */
@Event({
  type: 'health.serious-illness.diagnosed',
  version: 1,
  title: '儿童重病',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'standard-27',
  purpose: 'treat',
  told: '民政、医保 ≤ 5个工作日',
  example: { disease: 'leukaemia' },
})
export class SeriousIllnessDiagnosed {
  @Label('病种') @IsIn(codes(ILL)) disease!: Code<typeof ILL>;
}
