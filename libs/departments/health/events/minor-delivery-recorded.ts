import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PREGEND } from '../codes';

/** 未成年分娩/终止妊娠: event. */
@Event({
  type: 'health.minor-delivery.recorded',
  version: 1,
  title: '未成年分娩、终止妊娠',
  level: 'L5',
  category: 'K08',
  protection: ['society', 'government'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '民政（母婴）；同未成年怀孕',
  example: { clueRef: '（2026）示424号', age: 12, kind: 'delivery' },
})
export class MinorDeliveryRecorded {
  /** Makes the case token. */
  @Label('线索编号') @IsOptional() @CaseRef() @NumberText() clueRef?: Secret<string>;
  /** Unit: years. */
  @Label('年龄', 'years') @Countable() @IsInt() @Min(0) @Max(120) age!: number;
  @Label('类别') @Countable() @IsIn(codes(PREGEND)) kind!: Code<typeof PREGEND>;
}
