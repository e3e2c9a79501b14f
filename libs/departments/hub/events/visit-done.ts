import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { FreeText, IsMoment } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { FIND } from '../codes';

/** 家访记录. */
@Event({
  type: 'hub.visit.done',
  version: 1,
  title: '家访记录',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-28',
  purpose: 'aid',
  told: '乡镇',
  example: { at: '2024-09-02T09:30:00.000+08:00', seenChild: true, seenGuardian: true, findings: ['normal'], geoHash: '情况说明' },
})
export class VisitDone {
  @Label('时间') @IsMoment({ own: true }) at!: Moment;
  @Label('是否见到孩子') @IsBoolean() seenChild!: boolean;
  @Label('是否见到监护人') @IsBoolean() seenGuardian!: boolean;
  @Label('发现情况') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(FIND), { each: true }) findings!: Code<typeof FIND>[];
  @Label('位置标记') @IsOptional() @Secret() @FreeText(500) geoHash?: Secret<string>;
}
