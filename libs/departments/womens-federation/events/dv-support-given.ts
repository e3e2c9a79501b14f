import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NEED, NumberText } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';

/** 家暴受害支持: support. */
@Event({
  type: 'womens-federation.dv-support.given',
  version: 1,
  title: '家暴受害支持',
  level: 'L5',
  category: 'K09',
  protection: ['family'],
  basis: 'anti-dv-law',
  purpose: 'rescue',
  told: 'C',
  example: { fileNo: '（2026）示856号', kinds: ['guardianship'] },
})
export class DvSupportGiven {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('类别') @Countable() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(NEED), { each: true }) kinds!: Code<
    typeof NEED
  >[];
}
