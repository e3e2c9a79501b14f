import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { SERMIS } from '../codes';

/** 严重不良行为记录: act that breaks the law without punishment. */
@Event({
  type: 'education.serious-misconduct.recorded',
  version: 1,
  title: '严重不良行为记录',
  level: 'L5',
  category: 'K25',
  protection: ['school', 'justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '公安、教育 即时',
  example: { fileNo: '（2026）示292号', kind: 'gang', policeTold: true },
})
export class SeriousMisconductRecorded {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(SERMIS)) kind!: Code<typeof SERMIS>;
  @Label('是否报警') @Countable() @IsBoolean() policeTold!: boolean;
}
