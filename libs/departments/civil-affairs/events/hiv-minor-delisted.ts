import { CaseRef, codes, Countable, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { AdultToo, EXIT, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 艾滋病毒感染儿童退出保障: the reason is gone. */
@AdultToo()
@Event({
  type: 'civil-affairs.hiv-minor.delisted',
  version: 1,
  title: '艾滋病毒感染儿童退出保障',
  level: 'L5',
  category: 'K02',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'aid',
  told: '仅卫健个案专员',
  example: { fileNo: '示民童〔2026〕7号', reason: 'moved' },
})
export class HivMinorDelisted {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('退出原因') @Countable() @IsIn(codes(EXIT)) reason!: Code<typeof EXIT>;
}
